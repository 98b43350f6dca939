package io.cohortsync.demo;

import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * How the Pushwoosh twin behaves where the documentation is silent. Every setting may be changed while the twin runs; all
 * but the first three are guesses (marked (g) in facts/pushwoosh "How to simulate faithfully").
 */
public final class PushwooshSettings {
    /** What null does as a tag's value in a bulk call; documented for setTags only (§2). */
    public enum Nulls {
        REMOVE,
        SKIP,
        REFUSE
    }

    volatile Predicate<String> known = identifier -> true;
    volatile Predicate<String> poison = identifier -> false;
    volatile IntUnaryOperator jobPolls = ordinal -> 1;
    volatile boolean listAllDevices;
    volatile boolean strictFields = true;
    volatile boolean reportUnknown = true;
    volatile boolean foldCase;
    volatile Nulls nulls = Nulls.REMOVE;
    volatile int maxDevices = Integer.MAX_VALUE;
    volatile int tooManyDevicesStatus = 413;
    volatile int badTokenStatus = 401;
    volatile int badApplicationStatus = 400;
    volatile int unknownJobStatus = 404;
    volatile String inProgressWord = "InProgress";
    volatile String failedWord = "Failed";
    volatile boolean planDenied;
    volatile boolean legacyRefusals;
    volatile int legacyRefusalStatus = 400;

    PushwooshSettings() {}

    /** Whose identifiers Pushwoosh knows; everybody's by default. Those registered later are known as well. */
    public PushwooshSettings known(Predicate<String> identifiers) {
        known = identifiers;
        return this;
    }

    /** Refuses with 400, and without naming it, every batch that holds one of these identifiers (§6, last row). */
    public PushwooshSettings poison(Predicate<String> identifiers) {
        poison = identifiers;
        return this;
    }

    public PushwooshSettings poison(String... identifiers) {
        return poison(Set.of(identifiers)::contains);
    }

    /** Polls that see a job unfinished; 0 = completed at the first poll. */
    public PushwooshSettings jobPolls(int polls) {
        return jobPolls(ordinal -> polls);
    }

    /** The same by the job's number, counted from 0, so that jobs can finish out of order. */
    public PushwooshSettings jobPolls(IntUnaryOperator pollsOfJob) {
        jobPolls = pollsOfJob;
        return this;
    }

    /** Whether the detailed status names every device or only those with something skipped. */
    public PushwooshSettings listAllDevices(boolean all) {
        listAllDevices = all;
        return this;
    }

    /** Whether a field nobody documents makes the request invalid. */
    public PushwooshSettings strictFields(boolean strict) {
        strictFields = strict;
        return this;
    }

    /** Whether the detailed status tells of unknown devices; otherwise they look like a success (§3). */
    public PushwooshSettings reportUnknown(boolean report) {
        reportUnknown = report;
        return this;
    }

    /** Whether identifiers match regardless of case (§3: silent). Set it before anything is stored. */
    public PushwooshSettings foldCase(boolean fold) {
        foldCase = fold;
        return this;
    }

    public PushwooshSettings nulls(Nulls treatment) {
        nulls = treatment;
        return this;
    }

    /** Refuses larger batches with this status, 413 or 400; unlimited by default. */
    public PushwooshSettings maxDevices(int devices, int status) {
        maxDevices = devices;
        tooManyDevicesStatus = status;
        return this;
    }

    public PushwooshSettings refusalStatuses(int badToken, int badApplication, int unknownJob) {
        badTokenStatus = badToken;
        badApplicationStatus = badApplication;
        unknownJobStatus = unknownJob;
        return this;
    }

    public PushwooshSettings jobWords(String inProgress, String failed) {
        inProgressWord = inProgress;
        failedWord = failed;
        return this;
    }

    /** Whether the account's plan lacks the calls that administer tags (§1.5). */
    public PushwooshSettings planDenied(boolean denied) {
        planDenied = denied;
        return this;
    }

    /** JSON 1.3 refuses a token with code 210 under this HTTP status (400 today, 200 once; §0.7) instead of 403. */
    public PushwooshSettings legacyRefusals(boolean legacy, int httpStatus) {
        legacyRefusals = legacy;
        legacyRefusalStatus = httpStatus;
        return this;
    }
}
