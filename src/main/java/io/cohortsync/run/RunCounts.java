package io.cohortsync.run;

/**
 * The counts of a run report. {@code read = valid + rejected + duplicates}; {@code valid = joined + changed + unchanged}.
 *
 * @param delivered changes that Pushwoosh confirmed in this run, those left over from earlier runs included
 * @param parked dead letters the sync has left
 * @param pending unconfirmed changes the sync has left
 */
public record RunCounts(
        long read,
        long valid,
        long rejected,
        long duplicates,
        long joined,
        long left,
        long changed,
        long unchanged,
        long delivered,
        long parked,
        long pending) {}
