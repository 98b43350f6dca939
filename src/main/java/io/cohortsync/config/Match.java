package io.cohortsync.config;

/** How a member is found in Pushwoosh. */
public enum Match {
    /** The Pushwoosh User ID is the address: every device of the person is tagged (push, e-mail, ...). */
    USER_ID,
    /** The e-mail device alone (its hwid is the address). */
    EMAIL
}
