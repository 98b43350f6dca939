package io.cohortsync.member;

/** Why a row cannot become a member. The codes are public names: report, API and metrics use them. */
public enum RejectionReason {
    /** Nothing or only blanks; anonymous users are exported so (facts/amplitude §1.8). */
    EMPTY("empty"),
    /** Not a Dot-string local part, '@' and a host name; also everything without any '@'. */
    SYNTAX("syntax"),
    /** Local part over 64, a label over 63, or the whole over 254 octets. */
    TOO_LONG("too-long"),
    /** What follows the last '@' is nothing, a single label, an IP address or ends in a label of digits. */
    NO_DOMAIN("no-domain");

    private final String code;

    RejectionReason(String code) {
        this.code = code;
    }

    /** The name used outside of Java, for example {@code too-long}. */
    public String code() {
        return code;
    }
}
