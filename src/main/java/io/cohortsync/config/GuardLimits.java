package io.cohortsync.config;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a run may not do without approval.
 *
 * @param maxLeaversRatio of the members present before; 1 switches this check off; default 0.5
 * @param maxLeavers absolute; 0 = no limit, the default
 * @param minValidRatio valid rows / rows read; default 0.1
 * @param minSizeRatio rows read / members by Amplitude's list; 0 switches this check off, and so does a maxLeaversRatio of 1;
 *     default 0.9
 * @param allowEmpty whether an empty cohort may empty the audience; default false
 */
public record GuardLimits(
        @DefaultValue("0.5") double maxLeaversRatio,
        @DefaultValue("0") int maxLeavers,
        @DefaultValue("0.1") double minValidRatio,
        @DefaultValue("0.9") double minSizeRatio,
        @DefaultValue("false") boolean allowEmpty) {}
