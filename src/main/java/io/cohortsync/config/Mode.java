package io.cohortsync.config;

/** What becomes of members who have left the cohort. */
public enum Mode {
    /** Adds and removes: the audience equals the cohort. */
    MIRROR,
    /** Never removes. */
    ADDITIVE
}
