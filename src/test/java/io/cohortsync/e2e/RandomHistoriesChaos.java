package io.cohortsync.e2e;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Many more histories than {@link RandomHistoriesProperties}, others each time; {@code ./mvnw -Pchaos verify}. One that fails
 * prints its steps and its seed: it goes to {@link RandomHistoriesProperties} under a name of its own.
 */
@Domain(Histories.class)
class RandomHistoriesChaos {

    private static HistoryWorld world;

    @BeforeContainer
    static void start() throws IOException {
        world = HistoryWorld.start();
    }

    @AfterContainer
    static void stop() throws IOException {
        world.close();
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void a_history_ends_well(@ForAll History history) {
        world.live(history);
    }
}
