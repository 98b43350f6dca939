package io.cohortsync.cli;

import io.cohortsync.cli.Table.Heading;

/** What a terminal shows of each answer; the fields are those of the HTTP API. */
final class Views {

    static final Table SYNCS = Table.of(
            Heading.of("SYNC", "/name"),
            Heading.of("STATE", "/state"),
            Heading.of("PRESENT", "/present"),
            Heading.of("PENDING", "/pending"),
            Heading.of("PARKED", "/parked"),
            Heading.of("LAST", "/lastRun/status"),
            Heading.time("AT", "/lastRun/startedAt"),
            Heading.time("NEXT", "/nextFireAt"));

    static final Table RUNS = Table.of(
            Heading.of("RUN", "/id"),
            Heading.of("SYNC", "/sync"),
            Heading.of("STATUS", "/status"),
            Heading.of("TRIGGER", "/trigger"),
            Heading.time("STARTED", "/startedAt"),
            Heading.of("JOINED", "/counts/joined"),
            Heading.of("LEFT", "/counts/left"),
            Heading.of("DELIVERED", "/counts/delivered"),
            Heading.of("PARKED", "/counts/parked"));

    static final Table HELD = Table.of(
            Heading.of("RUN", "/id"),
            Heading.of("SYNC", "/sync"),
            Heading.time("STARTED", "/startedAt"),
            Heading.of("JOIN", "/counts/joined"),
            Heading.of("LEAVE", "/counts/left"),
            Heading.of("REASON", "/reason"));

    static final Table PLAN = Table.of(Heading.of("KIND", "/kind"), Heading.of("ADDRESS", "/address"));

    static final Table DEAD_LETTERS = Table.of(
            Heading.of("SYNC", "/sync"),
            Heading.of("KIND", "/kind"),
            Heading.of("ADDRESS", "/address"),
            Heading.of("ATTEMPTS", "/attempts"),
            Heading.time("PARKED", "/parkedAt"),
            Heading.of("REASON", "/reason"));

    static final Table EXPLANATIONS = Table.of(
            Heading.of("SYNC", "/sync"),
            Heading.of("STATE", "/state"),
            Heading.time("SINCE", "/since"),
            Heading.of("REASON", "/reason"));

    static final Table ERASED = Table.of(
            Heading.of("SYNC", "/sync"),
            Heading.of("ERASED", "/erased"),
            Heading.of("RUN", "/run"),
            Heading.of("REASON", "/reason"));

    static final Table AUDIT = Table.of(
            Heading.time("AT", "/at"),
            Heading.of("WHO", "/who"),
            Heading.of("ACTION", "/action"),
            Heading.of("SYNC", "/sync"),
            Heading.of("RUN", "/run"),
            Heading.of("OUTCOME", "/outcome"),
            Heading.of("REASON", "/reason"));

    static final Table QUOTA = Table.of(
            Heading.of("PROJECT", "/project"),
            Heading.of("MONTH", "/month"),
            Heading.of("USED", "/used"),
            Heading.of("LIMIT", "/limit"),
            Heading.of("FORECAST", "/forecast"));

    private Views() {}
}
