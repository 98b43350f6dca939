package io.cohortsync.run;

import io.cohortsync.ledger.Comparison;
import io.cohortsync.member.CheckedPage;
import io.cohortsync.member.Rejection;
import io.cohortsync.member.RejectionReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * What one reading of an export found so far. For one thread; the comparison works on another, so that one page is looked up
 * while the next is checked.
 */
public final class Intake implements AutoCloseable {

    /** Rejected rows that are kept for people to look at; all are counted. */
    static final int KEPT_REJECTIONS = 10_000;

    /** Pages that may wait for the comparison; whoever brings one more waits too. */
    private static final int PAGES_AHEAD = 8;

    private final Comparison comparison;
    private final Executor comparer;
    private final Semaphore places = new Semaphore(PAGES_AHEAD);
    private CompletableFuture<Void> compared = CompletableFuture.completedFuture(null);
    private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    private final List<Rejection> kept = new ArrayList<>();
    private long rows;

    /** @param comparer compares the pages, one after the other */
    public Intake(Comparison comparison, Executor comparer) {
        this.comparison = comparison;
        this.comparer = comparer;
    }

    /** Counts a page and has its members compared. */
    public void compare(CheckedPage page) {
        rows += page.members().size() + page.rejections().size();
        for (Rejection rejection : page.rejections()) {
            rejected.merge(rejection.reason(), 1L, Long::sum);
        }
        if (compared.isCompletedExceptionally()) {
            comparison();
        }
        places.acquireUninterruptibly();
        compared = compared.thenRunAsync(() -> comparison.accept(page.members()), comparer)
                .whenComplete((done, failure) -> places.release());
    }

    /** Keeps a page's rejections, until there are enough. */
    public void keep(List<Rejection> rejections) {
        kept.addAll(rejections.subList(0, Math.min(rejections.size(), KEPT_REJECTIONS - kept.size())));
    }

    /** Rejections for people to look at, the first ones of the file. */
    public List<Rejection> kept() {
        return kept;
    }

    /** The comparison, when it has seen every page so far; throws what it threw. */
    public Comparison comparison() {
        try {
            compared.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return comparison;
    }

    /** Data rows of the export, whatever became of them. */
    public long rows() {
        return rows;
    }

    /** Members with a valid address, each counted once. */
    public long valid() {
        return comparison().size();
    }

    public long duplicates() {
        return comparison().duplicates();
    }

    public Map<RejectionReason, Long> rejected() {
        return rejected;
    }

    @Override
    public void close() {
        comparison.close();
    }
}
