package io.cohortsync.e2e;

import io.cohortsync.e2e.History.PlannedFault;
import io.cohortsync.e2e.History.Step;
import io.cohortsync.e2e.History.WhenHeld;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Random histories of one cohort: two to seven runs, each with up to three faults. */
final class Histories extends DomainContextBase {

    @Provide
    Arbitrary<History> histories() {
        return steps().list().ofMinSize(2).ofMaxSize(7).map(History::new);
    }

    private static Arbitrary<Step> steps() {
        Arbitrary<Set<Integer>> cohort =
                Arbitraries.integers().between(0, HistoryWorld.PEOPLE - 1).set().ofMaxSize(HistoryWorld.PEOPLE);
        Arbitrary<List<PlannedFault>> faults = faults().list().ofMaxSize(3);
        Arbitrary<Boolean> computed = Arbitraries.of(true, true, false);
        return Combinators.combine(cohort, faults, Arbitraries.of(WhenHeld.class), computed)
                .as(Step::new);
    }

    private static Arbitrary<PlannedFault> faults() {
        return Combinators.combine(
                        Arbitraries.of(HistoryWorld.FAULTS),
                        Arbitraries.integers().between(0, 3))
                .as((fault, times) -> new PlannedFault(fault.endpoint(), fault.fault(), times));
    }
}
