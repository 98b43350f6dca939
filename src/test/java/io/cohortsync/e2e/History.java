package io.cohortsync.e2e;

import java.util.List;
import java.util.Set;

/** What becomes of one cohort, step by step. */
record History(List<Step> steps) {

    /** What somebody does with a plan that is held. */
    enum WhenHeld {
        APPROVE,
        DISCARD,
        LEAVE
    }

    /**
     * A fault of one of the twins.
     *
     * @param times how many requests it meets; 0: all of this step
     */
    record PlannedFault(String endpoint, String fault, int times) {
        @Override
        public String toString() {
            return endpoint + " " + fault + (times == 0 ? " always" : " x" + times);
        }
    }

    /**
     * One run.
     *
     * @param cohort numbers of the people who are in the cohort then
     * @param computed whether Amplitude has computed the cohort anew
     */
    record Step(Set<Integer> cohort, List<PlannedFault> faults, WhenHeld whenHeld, boolean computed) {}
}
