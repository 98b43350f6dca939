package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves single members, for routes that handle one at a time. Each move locks the sync's row, changes one member and raises
 * the ledger's version, so that a plan made before it is refused instead of undoing it.
 */
public final class SingleMembers {

    private final JdbcLedgerStore store;
    private final JoinRanges joins;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public SingleMembers(JdbcLedgerStore store, JdbcClient jdbc, TransactionTemplate transaction) {
        this.store = store;
        this.joins = store.joins();
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    boolean contains(MemberKey key) {
        return store.find(key.sync(), key.address())
                .map(LedgerEntry::state)
                .filter(MemberState::isWanted)
                .isPresent();
    }

    boolean add(MemberKey key) {
        return change(key, (id, state) -> {
            if (state == null) {
                insert(key);
                count(key.sync(), new LedgerCounts(0, 0, 0).plus(MemberState.PENDING_ADD));
                return true;
            }
            return !state.isWanted() && move(key.sync(), id, state, MemberState.PENDING_REJOIN);
        });
    }

    boolean remove(MemberKey key) {
        return change(key, (id, state) -> {
            forgetUnseen(key);
            if (state == null || !state.isWanted()) {
                return false;
            }
            // a join that is still pending may have been sent: it is followed by its opposite, never dropped
            MemberState to = state == MemberState.REFUSED_ADD ? null : MemberState.PENDING_REMOVE;
            return move(key.sync(), id, state, to);
        });
    }

    /** A plan that never came to its end may have written a row, which nobody sees; one that is under way is refused. */
    private void forgetUnseen(MemberKey key) {
        AddressDigest digest = AddressDigest.digestOf(key.address());
        int rows = jdbc.sql("""
                        delete from cohort_members
                        where id >= (select number * 1099511627776 + next_member from syncs where name = :sync)
                              and id < (select (number + 1) * 1099511627776 from syncs where name = :sync)
                              and digest_high = :high and digest_low = :low and address = :address
                        """)
                .param("sync", key.sync())
                .param("high", digest.high())
                .param("low", digest.low())
                .param("address", key.address())
                .update();
        if (rows > 0) {
            count(key.sync(), new LedgerCounts(0, 0, 0));
        }
    }

    boolean confirm(MemberKey key) {
        return change(key, (id, state) -> {
            if (state == null || !state.isPending()) {
                return false;
            }
            return move(key.sync(), id, state, state == MemberState.PENDING_REMOVE ? null : MemberState.PRESENT);
        });
    }

    private interface Move {
        boolean apply(long id, @Nullable MemberState state);
    }

    private boolean change(MemberKey key, Move move) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            lock(key.sync());
            LedgerEntry entry = store.find(key.sync(), key.address()).orElse(null);
            return entry == null ? move.apply(0, null) : move.apply(entry.id(), entry.state());
        }));
    }

    private void lock(String sync) {
        int rows = jdbc.sql("update syncs set updated_at = current_timestamp where name = ?")
                .param(sync)
                .update();
        if (rows == 0) {
            throw new IllegalArgumentException("no sync is named " + sync);
        }
    }

    /** The number may have a row already, of a plan that was not carried out to its end. */
    private void insert(MemberKey key) {
        AddressDigest digest = AddressDigest.digestOf(key.address());
        jdbc.sql("""
                        delete from cohort_members where id = (select number * 1099511627776 + next_member from syncs where name = :sync)
                        """).param("sync", key.sync()).update();
        jdbc.sql("""
                        insert into cohort_members (id, digest_high, digest_low, properties_digest, state, address)
                        select number * 1099511627776 + next_member, :high, :low, 0, 1, :address from syncs where name = :sync
                        """)
                .param("high", digest.high())
                .param("low", digest.low())
                .param("address", key.address())
                .param("sync", key.sync())
                .update();
        jdbc.sql("update syncs set next_member = next_member + 1 where name = ?")
                .param(key.sync())
                .update();
    }

    private boolean move(String sync, long id, MemberState from, @Nullable MemberState to) {
        joins.take(new long[] {id});
        if (to == null) {
            jdbc.sql("delete from cohort_members where id = ?").param(id).update();
        } else {
            jdbc.sql("""
                            update cohort_members set state = ?, attempts = 0, reason = null, last_error = null,
                                   updated_at = current_timestamp
                            where id = ?
                            """).params(to.code(), id).update();
        }
        LedgerCounts none = new LedgerCounts(0, 0, 0);
        count(sync, to == null ? none.minus(from) : none.plus(from, to));
        return true;
    }

    private void count(String sync, LedgerCounts delta) {
        jdbc.sql("""
                        update syncs set present = present + ?, pending = pending + ?, parked = parked + ?, version = version + 1
                        where name = ?
                        """)
                .params(delta.present(), delta.pending(), delta.parked(), sync)
                .update();
    }
}
