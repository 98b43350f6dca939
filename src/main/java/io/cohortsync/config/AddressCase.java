package io.cohortsync.config;

/** What becomes of the letter case of an address; Pushwoosh matches the address as a string. */
public enum AddressCase {
    /** Sends what the app itself registered. */
    KEEP,
    /** Sends lower case. */
    LOWER
}
