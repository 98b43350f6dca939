package io.cohortsync.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent repository of this integration: who is in the audience of each sync, as Pushwoosh has confirmed it.
 *
 * <p>As Camel's {@link IdempotentRepository} it serves routes that handle single members, by keys {@code <sync>:<address>}.
 * It adds what that interface cannot do: compare a whole export, find leavers, keep changes pending until they are
 * confirmed. A member is {@code present} only after {@link #confirm} or {@link #settle}: an aggregator completes its input
 * when it <em>collects</em> it, long before delivery, so nothing else may say so.
 */
@ManagedResource(description = "The ledger: who is in the audience of each sync")
public class MembershipLedger extends ServiceSupport implements IdempotentRepository {

    private final JdbcLedgerStore store;
    private final SingleMembers singles;
    private final Rosters rosters;
    private final Executor readers;

    /** @param readers read ledgers while exports are parsed */
    public MembershipLedger(JdbcLedgerStore store, SingleMembers singles, Rosters rosters, Executor readers) {
        this.store = store;
        this.singles = singles;
        this.rosters = rosters;
        this.readers = readers;
    }

    // ---- whole exports ----

    /** Starts a comparison, which is to be closed; the ledger is read meanwhile. */
    public Comparison compare(SyncClaim claim, Comparison.Rules rules) {
        store.spellOut(claim);
        LedgerReader reader = store.reader();
        int expected = reader.mark(claim).expectedRows();
        CompletableFuture<Roster> roster = CompletableFuture.supplyAsync(() -> rosters.read(claim), readers);
        return new Comparison(rules, expected, roster, reader::members);
    }

    /**
     * Makes the changes of a plan pending, all or none, and keeps the ledger for the next comparison; see
     * {@link JdbcLedgerStore#carryOut}.
     */
    public CarriedOut carryOut(SyncClaim claim, String run, Plan plan, Consumer<LedgerCounts> alongside) {
        CarriedOut done = store.carryOut(claim, run, plan, alongside);
        rosters.keep(claim, done.planStamp(), plan);
        return done;
    }

    /** The ids of the changes that are pending, in the ledger's order. */
    public long[] pendingIds(SyncClaim claim) {
        return store.pendingIds(claim);
    }

    /** Those of the given changes that are still pending. */
    public List<Change> pending(long[] ids) {
        return store.pending(ids);
    }

    /** Writes what became of a batch; see {@link JdbcLedgerStore#settle}. */
    public LedgerCounts settle(SyncClaim claim, String run, Settlement settlement, Consumer<Settled> alongside) {
        return store.settle(claim, run, settlement, alongside);
    }

    /**
     * Makes parked changes pending again, for a run to send.
     *
     * @param mostAttempts those that were parked more often stay parked
     * @return how many
     */
    public int requeue(SyncClaim claim, String run, int mostAttempts) {
        return store.requeue(claim, run, mostAttempts);
    }

    /** Parked changes that {@link #requeue} would take. */
    public long retryable(SyncClaim claim, int mostAttempts) {
        return store.retryable(claim, mostAttempts);
    }

    public LedgerCounts counts(String sync) {
        return store.counts(sync);
    }

    /** What is known of one member. */
    public Optional<LedgerEntry> find(String sync, String address) {
        return store.find(sync, address);
    }

    /** Whether the ledger holds the address, even where {@link #find} does not look: in a plan that never came to its end. */
    public boolean holds(String sync, String address) {
        return store.holds(sync, address);
    }

    /** Dead letters, newest first; null: of all syncs. */
    public List<DeadLetter> deadLetters(@Nullable String sync, int limit) {
        return store.deadLetters(sync, limit);
    }

    // ---- single members ----

    /** Plans a join; false if the member is, or is about to be, in the audience. */
    @Override
    @ManagedOperation(description = "Plans a join of <sync>:<address>")
    public boolean add(String key) {
        return singles.add(MemberKey.parse(key));
    }

    /** Whether the member is, or is about to be, in the audience. */
    @Override
    @ManagedOperation(description = "Whether <sync>:<address> is, or is about to be, in the audience")
    public boolean contains(String key) {
        return singles.contains(MemberKey.parse(key));
    }

    /**
     * Plans a leave, also of a member whose join is not confirmed: it may have been sent. False if the member is unknown or
     * leaves already.
     */
    @Override
    @ManagedOperation(description = "Plans a leave of <sync>:<address>")
    public boolean remove(String key) {
        return singles.remove(MemberKey.parse(key));
    }

    /** Records that Pushwoosh confirmed what was planned for the member; false if nothing was. */
    @Override
    public boolean confirm(String key) {
        return singles.confirm(MemberKey.parse(key));
    }

    /** Forgets every member of every sync: the next runs tag everybody anew, and nobody who has left is untagged. */
    @Override
    @ManagedOperation(description = "Forgets every member: the next runs tag everybody anew")
    public void clear() {
        store.clear();
    }
}
