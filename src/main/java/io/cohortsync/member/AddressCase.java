package io.cohortsync.member;

/** What happens to the letter case of an address before it is compared and sent. */
public enum AddressCase {
    /** The address stays as the export has it: Pushwoosh matches addresses as strings. */
    KEEP,
    /** The whole address becomes lower case, independent of the machine's language. */
    LOWER
}
