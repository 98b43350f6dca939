package io.cohortsync.config;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks one sync by itself. */
final class SyncCheck {
    private static final String NAME = "[a-z0-9-]{1,60}";
    private static final String COHORT = "[A-Za-z0-9._~-]{1,100}";
    private static final String RATIO = "a number from 0 to 1";

    private final Section section;
    private final SyncProperties sync;

    SyncCheck(Section section, SyncProperties sync) {
        this.section = section;
        this.sync = sync;
    }

    void run(String name, CohortSyncProperties all) {
        name(name);
        references(all);
        audience();
        cadence(name);
        tags(all);
        guard(section.below("guard"), sync.guard());
    }

    private void name(String name) {
        if (!name.matches(NAME)) {
            section.mistakes().add(section.prefix(), name, "a sync's name of 1 to 60 of a-z, 0-9 and -");
        }
    }

    private void references(CohortSyncProperties all) {
        section.pattern("cohort", sync.cohort(), COHORT, "the id of an Amplitude cohort such as 9apg8e8f");
        known("project", sync.project(), all.amplitude().projects());
        known("app", sync.app(), all.pushwoosh().apps());
    }

    private void known(String key, @Nullable String value, Map<String, ?> entries) {
        if (value == null || !entries.containsKey(value)) {
            String names =
                    entries.isEmpty() ? "none is configured" : String.join(" or ", new TreeSet<>(entries.keySet()));
            section.mistakes().add(section.key(key), value, "the name of a configured " + key + ": " + names);
        }
    }

    private void audience() {
        section.pattern("identity", sync.identity(), "[^$].*|\\$[^{].*", "user_id or the name of a user property");
        section.pattern("tag", sync.tag(), "(?!.*\\$\\{).+", "the name of a Pushwoosh tag of type List");
        if (sync.tagValue() != null) {
            section.pattern("tag-value", sync.tagValue(), "(?!.*\\$\\{).+", "the value to put into the tag");
        }
        if (sync.register() && sync.match() != Match.EMAIL) {
            section.wrong("register", "false, because match is user-id: only e-mail devices can be registered");
        }
    }

    private void cadence(String name) {
        if (!sameForQuartz(sync.timeZone())) {
            section.wrong("time-zone", Expected.TIME_ZONE);
        }
        boolean fires = sync.cadence()
                .nextFireAfter(name, Instant.now(), sync.timeZone())
                .isPresent();
        if (sync.cadence().kind() == Cadence.Kind.CRON && !fires) {
            section.wrong("cadence", "a cron that fires at some time in the future");
        }
    }

    /** Quartz takes GMT for a zone it does not know, such as UTC+3, and says nothing. */
    private static boolean sameForQuartz(ZoneId zone) {
        return TimeZone.getTimeZone(zone.getId()).toZoneId().getRules().equals(zone.getRules());
    }

    /** A mapped property must overwrite neither a list that holds audiences, a neighbour's included, nor another property. */
    private void tags(CohortSyncProperties all) {
        Section tags = section.below("tags");
        Set<String> taken = new HashSet<>();
        all.syncs().values().stream()
                .filter(other -> Objects.equals(other.app(), sync.app()))
                .forEach(other -> taken.add(lower(other.tag())));
        sync.tags().forEach((property, tag) -> {
            if (!taken.add(lower(tag))) {
                tags.wrong(property, "a Pushwoosh tag of its own, neither a sync's tag nor another property's");
            }
        });
    }

    private static void guard(Section guard, GuardLimits limits) {
        guard.range("max-leavers-ratio", limits.maxLeaversRatio(), 0, 1, RATIO);
        guard.range("max-leavers", limits.maxLeavers(), 0, Integer.MAX_VALUE, "a whole number from 0 (no limit)");
        guard.range("min-valid-ratio", limits.minValidRatio(), 0, 1, RATIO);
        guard.range("min-size-ratio", limits.minSizeRatio(), 0, 1, RATIO);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
