package io.cohortsync.e2e;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever becomes of a cohort and whatever the two services do meanwhile: after every run its report is true, nobody is
 * untagged who stayed, nobody else's values are touched; and when the faults are over, two runs bring everything right.
 *
 * <p>A history that failed once stays here under a name of its own. {@code ./mvnw -Pchaos verify} tries many more.
 */
@Domain(Histories.class)
class RandomHistoriesProperties {

    private static HistoryWorld world;

    @BeforeContainer
    static void start() throws IOException {
        world = HistoryWorld.start();
    }

    @AfterContainer
    static void stop() throws IOException {
        world.close();
    }

    /** Always the same histories, so that a build means the same today and tomorrow. */
    @Property(tries = 20, seed = "20261126", shrinking = ShrinkingMode.OFF)
    void a_history_ends_well(@ForAll History history) {
        world.live(history);
    }
}
