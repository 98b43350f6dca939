package io.cohortsync.config;

import io.cohortsync.member.AddressCase;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One sync as it stands in the configuration; {@link Sync} is the same with nothing left open.
 *
 * @param enabled default true
 * @param project name below {@code amplitude.projects}; default {@code main}
 * @param cohort Amplitude cohort id; required
 * @param app name below {@code pushwoosh.apps}; required
 * @param cadence Quartz cron | one-time | hourly | daily | manual; default {@code daily}
 * @param timeZone the zone the cadence is read in; default UTC
 * @param identity {@code user_id}, the default, or the name of a user property that holds the address
 * @param match how a member is found in Pushwoosh; default {@code user-id}
 * @param register joins go through bulkRegisterDevice, which subscribes unknown addresses; default false
 * @param addressCase default {@code keep}
 * @param tag a Pushwoosh tag of type List; required
 * @param tagValue default: the sync's name
 * @param mode default {@code mirror}
 * @param tags user property to Pushwoosh tag, sent with the member; default none
 * @param skipUnchanged no export when Amplitude has not recomputed the cohort since the last complete run; default true
 * @param guard what a run may not do without approval
 */
public record SyncProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("main") String project,
        @Nullable String cohort,
        @Nullable String app,
        @DefaultValue("daily") Cadence cadence,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("user_id") String identity,
        @DefaultValue("user-id") Match match,
        @DefaultValue("false") boolean register,
        @DefaultValue("keep") AddressCase addressCase,
        @Nullable String tag,
        @Nullable String tagValue,
        @DefaultValue("mirror") Mode mode,
        @DefaultValue Map<String, String> tags,
        @DefaultValue("true") boolean skipUnchanged,
        @DefaultValue GuardLimits guard) {}
