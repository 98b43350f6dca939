package io.cohortsync.config;

/** What the holder of an access token may do; each role may also do what those before it may. */
public enum Role {
    /** Reads. */
    READER,
    /** Also runs, pauses and replays. */
    OPERATOR,
    /** Also approves, discards and erases. */
    APPROVER
}
