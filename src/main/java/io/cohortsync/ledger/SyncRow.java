package io.cohortsync.ledger;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the ledger keeps in the row of a sync: its counters, its version and its numbering. */
final class SyncRow {

    private final JdbcTemplate jdbc;

    SyncRow(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks the row for this transaction.
     *
     * @throws ClaimLostException if another process has taken the sync over
     */
    void lock(SyncClaim claim) {
        int rows = jdbc.update(
                "update syncs set updated_at = current_timestamp where name = ? and fence = ?",
                claim.sync(),
                claim.fence());
        if (rows == 0) {
            throw new ClaimLostException(claim);
        }
    }

    /**
     * Locks the row as it was when a plan was made.
     *
     * @return the number that the next new member gets
     * @throws ClaimLostException if another process has taken the sync over
     * @throws PlanOutdatedException if the ledger has changed since
     */
    long lock(SyncClaim claim, long version) {
        lock(claim);
        return jdbc
                .query(
                        "select next_member from syncs where name = ? and version = ?",
                        (row, n) -> row.getLong(1),
                        claim.sync(),
                        version)
                .stream()
                .findFirst()
                .orElseThrow(() -> new PlanOutdatedException(claim.sync()));
    }

    /**
     * The first row that a plan has written which never came to its end; empty if there is none, as nearly always.
     *
     * @param from the least id to look at: PostgreSQL would walk through what has just been deleted below it
     */
    OptionalLong firstUnseen(SyncClaim claim, long from) {
        return jdbc
                .query(
                        "select m.id from cohort_members m where m.id >= ? and m.id between"
                                + " (select number * 1099511627776 + next_member from syncs where name = ?) and ?"
                                + " order by m.id limit 1",
                        (row, n) -> row.getLong(1),
                        from,
                        claim.sync(),
                        claim.lastId())
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Lets a claim end so much later. */
    void prolong(SyncClaim claim, Duration time) {
        jdbc.update(
                "update syncs set claimed_until = claimed_until + cast(? as integer) * interval '0.001' second where name = ?",
                time.toMillis() + 1,
                claim.sync());
    }

    /** Adds to the counters. */
    LedgerCounts add(SyncClaim claim, LedgerCounts delta, boolean newVersion) {
        return add(claim, delta, newVersion, null, null);
    }

    /** Adds to the counters what a plan has changed, under a stamp of its own. */
    LedgerCounts carriedOut(SyncClaim claim, LedgerCounts delta, long nextMember, String planStamp) {
        return add(claim, delta, true, nextMember, planStamp);
    }

    private LedgerCounts add(
            SyncClaim claim,
            LedgerCounts delta,
            boolean newVersion,
            @Nullable Long nextMember,
            @Nullable String planStamp) {
        jdbc.update(
                """
                update syncs set present = present + ?, pending = pending + ?, parked = parked + ?, version = version + ?,
                       next_member = coalesce(cast(? as bigint), next_member),
                       plan_stamp = coalesce(cast(? as varchar), plan_stamp), updated_at = current_timestamp
                where name = ?
                """,
                delta.present(),
                delta.pending(),
                delta.parked(),
                newVersion ? 1 : 0,
                nextMember,
                planStamp,
                claim.sync());
        return counts(claim.sync());
    }

    LedgerCounts counts(String sync) {
        return jdbc.queryForObject(
                "select present, pending, parked from syncs where name = ?",
                (row, n) -> new LedgerCounts(row.getLong(1), row.getLong(2), row.getLong(3)),
                sync);
    }
}
