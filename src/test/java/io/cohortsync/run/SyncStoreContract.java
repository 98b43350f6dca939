package io.cohortsync.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.ledger.SyncClaim;
import io.cohortsync.ledger.TestDatabase;
import io.cohortsync.run.SyncStore.Compared;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What every database must do for the claims of syncs. */
abstract class SyncStoreContract {

    private static final Duration TIME = Duration.ofSeconds(30);

    private final TestDatabase database;
    private final SyncStore store;

    SyncStoreContract(TestDatabase database) {
        this.database = database;
        this.store = new SyncStore(database.jdbc());
    }

    @BeforeEach
    void one_sync() {
        database.empty();
        store.ensure("vip");
    }

    /** Time passes in the table, not in the test. */
    private void endTimeOf(String sync) {
        database.jdbc().update("""
                update syncs set claimed_until = current_timestamp - interval '1' second where name = ?
                """, sync);
    }

    private SyncClaim claim(String owner) {
        return store.claim("vip", owner, TIME).orElseThrow();
    }

    @Test
    void gives_every_sync_a_number_of_its_own_once() {
        store.ensure("basic");
        store.ensure("vip");
        SyncClaim vip = claim("a");
        SyncClaim basic = store.claim("basic", "a", TIME).orElseThrow();
        assertThat(vip.number()).isEqualTo(1);
        assertThat(basic.number()).isEqualTo(2);
    }

    @Test
    void many_nodes_ensure_many_syncs_at_once() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        Callable<Void> node = () -> {
            IntStream.range(0, 10).forEach(n -> store.ensure("sync-" + n));
            return null;
        };
        for (Future<Void> done :
                nodes.invokeAll(IntStream.range(0, 6).mapToObj(n -> node).toList())) {
            done.get();
        }
        nodes.shutdown();
        Set<Integer> numbers = new HashSet<>(database.jdbc().queryForList("select number from syncs", Integer.class));
        assertThat(numbers).hasSize(11);
    }

    @Test
    void a_second_claimant_gets_nothing() {
        claim("a");
        assertThat(store.claim("vip", "b", TIME)).isEmpty();
        assertThat(store.claim("vip", "a", TIME)).isEmpty();
        assertThat(store.isClaimed("vip")).isTrue();
    }

    @Test
    void a_sync_that_nobody_ensured_cannot_be_claimed() {
        assertThat(store.claim("unknown", "a", TIME)).isEmpty();
    }

    @Test
    void a_claim_whose_time_is_over_goes_to_the_next_with_a_newer_fence() {
        SyncClaim old = claim("a");
        endTimeOf("vip");
        assertThat(store.isClaimed("vip")).isFalse();
        SyncClaim taken = claim("b");
        assertThat(taken.fence()).isGreaterThan(old.fence());
        assertThat(taken.number()).isEqualTo(old.number());
    }

    @Test
    void lasts_as_long_as_was_asked_for_by_the_databases_clock() {
        store.claim("vip", "a", Duration.ofSeconds(90));
        Integer inTime = database.jdbc().queryForObject("""
                select count(*) from syncs where claimed_until > current_timestamp + interval '80' second
                 and claimed_until <= current_timestamp + interval '90' second
                """, Integer.class);
        assertThat(inTime).isEqualTo(1);
    }

    /** A process that stands still in the middle of claiming must not wake up with the fence of another. */
    @Test
    void two_claimants_never_hold_the_same_fence() {
        List<SyncClaim> other = new ArrayList<>();
        SyncStore stalls = new SyncStore(new JdbcTemplate(new PausedSource(database.source(), 2, () -> {
            endTimeOf("vip");
            store.claim("vip", "b", TIME).ifPresent(other::add);
        })));
        Optional<SyncClaim> mine = stalls.claim("vip", "a", TIME);
        assertThat(other).hasSize(1);
        assertThat(mine).isNotEqualTo(Optional.of(other.get(0)));
    }

    /** Otherwise the claims of all other syncs of this process would run out behind one large plan. */
    @Test
    void a_renewal_gives_up_soon_behind_a_transaction_that_holds_the_row() {
        SyncClaim claim = claim("a");
        database.transaction().executeWithoutResult(status -> {
            database.jdbc().update("update syncs set version = version + 1 where name = 'vip'");
            CompletableFuture<Boolean> renewal = CompletableFuture.supplyAsync(() -> store.renew(claim, TIME));
            assertThat(renewal).failsWithin(Duration.ofSeconds(10));
        });
        assertThat(store.renew(claim, TIME)).isTrue();
    }

    /** H2 keeps a statement's time limit for its connection; a run of 2,000,000 members then never came to its end. */
    @Test
    void a_renewal_leaves_no_time_limit_behind() throws SQLException {
        SyncClaim claim = claim("a");
        try (Connection pooled = database.source().getConnection();
                Statement next = pooled.createStatement()) {
            SyncStore same = new SyncStore(new JdbcTemplate(new SingleConnectionDataSource(pooled, true)));
            assertThat(same.renew(claim, TIME)).isTrue();
            assertThat(next.getQueryTimeout()).isZero();
        }
    }

    @Test
    void a_renewed_claim_lasts_longer() {
        SyncClaim claim = claim("a");
        endTimeOf("vip");
        assertThat(store.renew(claim, TIME)).isTrue();
        assertThat(store.isClaimed("vip")).isTrue();
        assertThat(store.claim("vip", "b", TIME)).isEmpty();
    }

    @Test
    void only_the_newest_fence_renews_and_releases() {
        SyncClaim old = claim("a");
        endTimeOf("vip");
        SyncClaim newer = claim("b");
        assertThat(store.renew(old, TIME)).isFalse();
        store.release(old);
        assertThat(store.isClaimed("vip")).isTrue();
        assertThat(store.renew(newer, TIME)).isTrue();
        store.release(newer);
        assertThat(store.isClaimed("vip")).isFalse();
    }

    @Test
    void a_claim_that_was_given_back_cannot_be_renewed() {
        SyncClaim claim = claim("a");
        store.release(claim);
        assertThat(store.renew(claim, TIME)).isFalse();
        assertThat(store.isClaimed("vip")).isFalse();
    }

    @Test
    void a_dead_process_gives_up_all_its_claims_and_no_others() {
        store.ensure("basic");
        store.ensure("lost");
        claim("dead");
        store.claim("basic", "alive", TIME);
        store.claim("lost", "dead", TIME);
        store.releaseAllOf("dead");
        assertThat(store.isClaimed("vip")).isFalse();
        assertThat(store.isClaimed("lost")).isFalse();
        assertThat(store.isClaimed("basic")).isTrue();
        assertThat(claim("again").fence()).isEqualTo(2);
    }

    @Test
    void remembers_a_pause() {
        assertThat(store.isPaused("vip")).isFalse();
        store.pause("vip", true);
        assertThat(store.isPaused("vip")).isTrue();
        store.pause("vip", false);
        assertThat(store.isPaused("vip")).isFalse();
    }

    @Test
    void remembers_what_was_compared_even_if_the_list_did_not_say() {
        assertThat(store.compared("vip")).isEqualTo(new Compared(null, null));
        store.compared("vip", new Compared(1_764_000_000L, 27_000L));
        assertThat(store.compared("vip")).isEqualTo(new Compared(1_764_000_000L, 27_000L));
        store.compared("vip", new Compared(null, 5L));
        assertThat(store.compared("vip")).isEqualTo(new Compared(null, 5L));
        store.compared("vip", new Compared(7L, null));
        assertThat(store.compared("vip")).isEqualTo(new Compared(7L, null));
    }

    @Test
    void remembers_when_the_audience_was_complete() {
        assertThat(store.completedAt("vip")).isEmpty();
        store.completed("vip");
        assertThat(store.completedAt("vip").orElseThrow())
                .isBetween(
                        Instant.now().minus(1, ChronoUnit.MINUTES),
                        Instant.now().plus(1, ChronoUnit.MINUTES));
    }
}
