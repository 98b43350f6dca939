package io.cohortsync.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The new members of plans whose joins are not confirmed, as ranges of ids (docs/design/0022-new-members.md). Their rows are
 * written once, as {@link MemberState#PRESENT}; while its id lies in a range such a row is {@link MemberState#PENDING_ADD}.
 *
 * <p>All changes are made in the caller's transaction, which has locked the sync's row.
 */
final class JoinRanges {

    /** The code of the state of a row {@code m} of {@code cohort_members}, in SQL. */
    static final String STATE = "case when m.state = 0 and exists (select 1 from unconfirmed_joins u"
            + " where m.id between u.first_id and u.last_id) then 1 else m.state end";

    private static final String INSERT = "insert into unconfirmed_joins (first_id, last_id) values (?, ?)";

    private final JdbcTemplate jdbc;

    JoinRanges(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(IdRange joins) {
        if (joins.size() > 0) {
            jdbc.update(INSERT, joins.first(), joins.last());
        }
    }

    /** The ranges that share ids with the given one, ascending. */
    List<IdRange> near(long first, long last) {
        return jdbc.query(
                "select first_id, last_id from unconfirmed_joins where first_id <= ? and last_id >= ? order by first_id",
                (row, n) -> new IdRange(row.getLong(1), row.getLong(2)),
                last,
                first);
    }

    /**
     * Takes ids out of their ranges: their joins are confirmed, or are told by their rows from now on.
     *
     * @param ids ascending, each once
     * @return those that were in a range
     */
    long[] take(long[] ids) {
        if (ids.length == 0) {
            return ids;
        }
        LongStream.Builder taken = LongStream.builder();
        for (IdRange range : near(ids[0], ids[ids.length - 1])) {
            long[] within = Arrays.stream(ids).filter(range::holds).toArray();
            if (within.length > 0) {
                cut(range, within);
                Arrays.stream(within).forEach(taken);
            }
        }
        return taken.build().toArray();
    }

    private void cut(IdRange range, long[] ids) {
        List<Object[]> left = new ArrayList<>();
        long next = range.first();
        for (long id : ids) {
            if (next < id) {
                left.add(new Object[] {next, id - 1});
            }
            next = id + 1;
        }
        if (next <= range.last()) {
            left.add(new Object[] {next, range.last()});
        }
        jdbc.update("delete from unconfirmed_joins where first_id = ?", range.first());
        if (!left.isEmpty()) {
            jdbc.batchUpdate(INSERT, left);
        }
    }

    /** Takes ids out of their ranges and has their rows say that they are pending; ascending, each once. */
    void spellOut(long[] ids) {
        EachId.update(jdbc, "update cohort_members set state = 1 where state = 0", take(ids));
    }
}
