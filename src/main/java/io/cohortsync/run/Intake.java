package io.cohortsync.run;

import io.cohortsync.ledger.Comparison;
import io.cohortsync.member.CheckedPage;
import io.cohortsync.member.Rejection;
import io.cohortsync.member.RejectionReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one reading of an export found so far. For one thread. */
public final class Intake implements AutoCloseable {

    /** Rejected rows that are kept for people to look at; all are counted. */
    static final int KEPT_REJECTIONS = 10_000;

    private final Comparison comparison;
    private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    private long rows;
    private int kept;

    public Intake(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Counts a page and compares its members. */
    public void compare(CheckedPage page) {
        rows += page.members().size() + page.rejections().size();
        for (Rejection rejection : page.rejections()) {
            rejected.merge(rejection.reason(), 1L, Long::sum);
        }
        comparison.accept(page.members());
    }

    /** Those of a page's rejections that are still to be kept. */
    public List<Rejection> toKeep(List<Rejection> rejections) {
        int room = Math.min(rejections.size(), KEPT_REJECTIONS - kept);
        kept += room;
        return rejections.subList(0, room);
    }

    public Comparison comparison() {
        return comparison;
    }

    /** Data rows of the export, whatever became of them. */
    public long rows() {
        return rows;
    }

    /** Members with a valid address, each counted once. */
    public long valid() {
        return comparison.size();
    }

    public long duplicates() {
        return comparison.duplicates();
    }

    public Map<RejectionReason, Long> rejected() {
        return rejected;
    }

    @Override
    public void close() {
        comparison.close();
    }
}
