package io.cohortsync.alert;

import org.jspecify.annotations.Nullable;

/**
 * The state of a sync has changed.
 *
 * @param state the new one; {@code ok} means that the sync has recovered
 * @param previous the one that was told last
 * @param run the run that shows it; null if it is stale
 * @param text a sentence for people, without addresses
 */
public record Alert(
        String sync,
        AlertState state,
        AlertState previous,
        @Nullable String run,
        String text) {}
