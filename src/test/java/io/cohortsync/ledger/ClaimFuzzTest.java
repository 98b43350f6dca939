package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many processes want the same sync: one at a time has it, and each change is confirmed once, whoever dies meanwhile. */
class ClaimFuzzTest {

    private static final int NODES = 6;
    private static final int MEMBERS = 3_000;

    enum Kind {
        H2,
        POSTGRES;

        TestDatabase database() {
            return this == H2 ? TestDatabase.h2() : TestDatabase.postgres();
        }
    }

    /** Not protected by anything but the claim. */
    private int holders;

    private int unprotected;
    private final AtomicInteger protectedCount = new AtomicInteger();
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void one_holder_at_a_time_and_every_change_confirmed_once(Kind kind) throws Exception {
        TestLedger test = new TestLedger(kind.database().empty());
        SyncClaim first = test.claim("vip");
        String[] addresses = IntStream.range(0, MEMBERS)
                .mapToObj(n -> "m" + n + "@example.com")
                .toArray(String[]::new);
        test.carryOut(first, test.plan(first, addresses));
        test.syncs.release(first);

        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        List<Callable<Void>> work = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            int number = node;
            work.add(() -> deliver(test, "node-" + number, new Random(number)));
        }
        for (Future<Void> done : nodes.invokeAll(work)) {
            done.get();
        }
        nodes.shutdown();

        assertThat(overlaps).hasValue(0);
        assertThat(unprotected).isEqualTo(protectedCount.get());
        assertThat(confirmed).hasValue(MEMBERS);
        SyncClaim last = test.claim("vip");
        assertThat(test.pending(last)).isEmpty();
        assertThat(test.store.counts("vip"))
                .isEqualTo(new LedgerCounts(MEMBERS, 0, 0))
                .isEqualTo(test.recount(last));
    }

    private Void deliver(TestLedger test, String owner, Random random) throws InterruptedException {
        while (test.store.counts("vip").pending() > 0) {
            Optional<SyncClaim> claim = test.syncs.claim("vip", owner, Duration.ofSeconds(60));
            if (claim.isPresent()) {
                count();
                batch(test, claim.get(), random);
                die(test, claim.get(), random);
            } else {
                Thread.onSpinWait();
            }
        }
        return null;
    }

    private void count() {
        overlaps.addAndGet(++holders == 1 ? 0 : 1);
        protectedCount.incrementAndGet();
        int read = unprotected;
        Thread.yield();
        unprotected = read + 1;
        holders--;
    }

    private void batch(TestLedger test, SyncClaim claim, Random random) {
        long[] ids = test.store.pendingIds(claim);
        int size = Math.min(ids.length, 1 + random.nextInt(120));
        List<Change> changes = test.store.pending(java.util.Arrays.copyOf(ids, size));
        if (random.nextInt(4) > 0) {
            List<Change> some =
                    changes.stream().filter(c -> random.nextInt(5) > 0).toList();
            test.store.settle(claim, "run", new Settlement(some, List.of()), s -> confirmed.addAndGet(s.confirmed()));
        }
    }

    /** Gives the claim back, or dies: then its time passes, and what it does afterwards is refused. */
    private void die(TestLedger test, SyncClaim claim, Random random) {
        if (random.nextBoolean()) {
            test.syncs.release(claim);
            return;
        }
        test.database
                .jdbc()
                .update(
                        "update syncs set claimed_until = current_timestamp - interval '1' second"
                                + " where name = 'vip' and fence = ?",
                        claim.fence());
        List<Change> late = test.store.pending(test.store.pendingIds(claim));
        try {
            test.store.settle(claim, "run", new Settlement(late, List.of()), s -> confirmed.addAndGet(s.confirmed()));
        } catch (ClaimLostException e) {
            // another process was faster: as it should be
        }
    }
}
