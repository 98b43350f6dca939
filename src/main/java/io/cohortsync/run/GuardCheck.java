package io.cohortsync.run;

import io.cohortsync.config.GuardLimits;
import io.cohortsync.ledger.PlanCounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a plan before anything is sent: is this what somebody wanted, or a source that failed? */
public final class GuardCheck {

    private GuardCheck() {}

    /**
     * What is to be checked.
     *
     * @param rows data rows of the export
     * @param usable rows with a valid address, duplicates included
     * @param cohortSize members by Amplitude's list; null if it did not say
     * @param proven whether the end of the file is beyond doubt
     * @param listRead whether Amplitude's list could be read, even if it did not show the cohort or its size
     */
    public record Facts(
            long rows, long usable, @Nullable Long cohortSize, boolean proven, boolean listRead, PlanCounts plan) {}

    /** Why the plan is held; empty if it may go on. All reasons, in one text. */
    public static Optional<String> check(GuardLimits limits, Facts facts) {
        List<String> reasons = new ArrayList<>();
        empty(limits, facts).ifPresent(reasons::add);
        shrunken(limits, facts).ifPresent(reasons::add);
        unproven(facts).ifPresent(reasons::add);
        unlisted(facts).ifPresent(reasons::add);
        invalid(limits, facts).ifPresent(reasons::add);
        leavers(limits, facts).ifPresent(reasons::add);
        leaversRatio(limits, facts).ifPresent(reasons::add);
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", reasons) + ". Nothing was sent; approve or discard the plan");
    }

    private static Optional<String> empty(GuardLimits limits, Facts facts) {
        boolean trips = facts.usable() == 0 && !limits.allowEmpty();
        return when(
                trips,
                "the export has no member with a valid address (%d rows), and allow-empty is false",
                facts.rows());
    }

    /**
     * A size that is not known is no reason to hold, and no reason to believe in leavers: the other limits still stand. Whoever
     * lets everybody leave has no use for it.
     */
    private static Optional<String> shrunken(GuardLimits limits, Facts facts) {
        Long size = facts.cohortSize();
        if (size == null || limits.maxLeaversRatio() == 1) {
            return Optional.empty();
        }
        return when(
                BigDecimal.valueOf(facts.rows()).compareTo(share(BigDecimal.valueOf(limits.minSizeRatio()), size)) < 0,
                "the export has %d rows, Amplitude's list says %d members (min-size-ratio %s)",
                facts.rows(),
                size,
                limits.minSizeRatio());
    }

    /** A file that may be cut proves nobody gone, unless it has as many rows as the cohort has members. */
    private static Optional<String> unproven(Facts facts) {
        boolean whole = facts.proven() || facts.cohortSize() != null && facts.rows() >= facts.cohortSize();
        return when(
                !whole && facts.plan().left() > 0,
                "the export came without a length, chunks or gzip and has %d rows%s, so that nobody can tell whether it is"
                        + " whole; %d members would leave",
                facts.rows(),
                facts.cohortSize() == null ? "" : " of " + facts.cohortSize(),
                facts.plan().left());
    }

    /** "We could not tell" never counts as "whole". */
    private static Optional<String> unlisted(Facts facts) {
        return when(
                facts.cohortSize() == null && !facts.listRead() && facts.plan().left() > 0,
                "Amplitude's list of cohorts could not be read, so that nobody can tell whether the export's %d rows are all;"
                        + " %d members would leave",
                facts.rows(),
                facts.plan().left());
    }

    private static Optional<String> invalid(GuardLimits limits, Facts facts) {
        BigDecimal least = share(BigDecimal.valueOf(limits.minValidRatio()), facts.rows());
        boolean trips = facts.rows() > 0 && BigDecimal.valueOf(facts.usable()).compareTo(least) < 0;
        return when(
                trips,
                "only %d of %d rows have a valid address (min-valid-ratio %s)",
                facts.usable(),
                facts.rows(),
                limits.minValidRatio());
    }

    private static Optional<String> leavers(GuardLimits limits, Facts facts) {
        boolean trips = limits.maxLeavers() > 0 && facts.plan().left() > limits.maxLeavers();
        return when(
                trips, "%d members would leave (max-leavers %d)", facts.plan().left(), (long) limits.maxLeavers());
    }

    private static Optional<String> leaversRatio(GuardLimits limits, Facts facts) {
        PlanCounts plan = facts.plan();
        BigDecimal most = share(BigDecimal.valueOf(limits.maxLeaversRatio()), plan.wantedBefore());
        boolean trips = BigDecimal.valueOf(plan.left()).compareTo(most) > 0;
        return when(
                trips,
                "%d of %d members would leave (max-leavers-ratio %s)",
                plan.left(),
                plan.wantedBefore(),
                limits.maxLeaversRatio());
    }

    /** Exact, as the limit was written: 0.29 of 100 is 29, not a little less. */
    private static BigDecimal share(BigDecimal ratio, long whole) {
        return ratio.multiply(BigDecimal.valueOf(whole));
    }

    private static Optional<String> when(boolean trips, String text, Object... values) {
        return trips ? Optional.of(String.format(Locale.ROOT, text, values)) : Optional.empty();
    }
}
