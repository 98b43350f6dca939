package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database as the product has it: in a file, over restarts. */
class LedgerFileTest {

    @TempDir
    Path folder;

    @Test
    void a_held_plan_is_carried_out_after_a_restart() {
        PlanFile plans = new PlanFile(folder.resolve("plans"));
        TestLedger before = new TestLedger(TestDatabase.h2File(folder));
        SyncClaim claim = before.claim("vip");
        before.put(claim, "anna@example.com", MemberState.PRESENT);
        before.put(claim, "berta@example.com", MemberState.PENDING_REMOVE);
        Plan plan = before.plan(claim, "berta@example.com", "carla@example.com");
        plans.write("run", plan);
        before.database.close();

        TestLedger after = new TestLedger(TestDatabase.h2File(folder));
        after.syncs.releaseAllOf("test");
        SyncClaim again = after.claim("vip");
        assertThat(again.fence()).isGreaterThan(claim.fence());
        after.carryOut(again, plans.read("run", plan.ledgerVersion(), PlanCounts.NONE));
        assertThat(after.pending(again))
                .extracting(Change::toString)
                .containsExactly("leave a***@example.com", "join b***@example.com", "join c***@example.com");
        after.confirmAll(again);
        assertThat(after.states(again).keySet()).isEqualTo(java.util.Set.of("berta@example.com", "carla@example.com"));
        assertThat(after.store.counts("vip")).isEqualTo(after.recount(again));
        assertThat(after.plan(again, "berta@example.com", "carla@example.com").changes())
                .isEmpty();
        after.database.close();
    }
}
