package io.cohortsync.ledger;

/**
 * The state of one (sync, member) row. The codes stand in the column {@code cohort_members.state}: they are never
 * renumbered.
 */
public enum MemberState {
    /** Pushwoosh confirmed the tag; but a new member's join may still be unconfirmed, see {@link JoinRanges}. */
    PRESENT("present"),
    /** To be tagged; not confirmed, perhaps sent. */
    PENDING_ADD("pending-add"),
    /** Tagged; new property values are on their way. */
    PENDING_CHANGE("present"),
    /** To be untagged; not confirmed, perhaps sent. */
    PENDING_REMOVE("pending-remove"),
    /** A join given up for now; it may have been applied. */
    PARKED_ADD("parked"),
    /** New property values given up for now. */
    PARKED_CHANGE("parked"),
    /** A leave given up for now. */
    PARKED_REMOVE("parked"),
    /** A join that Pushwoosh refused: surely not applied. */
    REFUSED_ADD("parked"),
    /** To be tagged, and perhaps tagged already: by an earlier try, or because a leave was not confirmed. */
    PENDING_REJOIN("pending-add");

    private static final MemberState[] BY_CODE = values();

    private final String word;

    MemberState(String word) {
        this.word = word;
    }

    static MemberState of(int code) {
        return BY_CODE[code];
    }

    int code() {
        return ordinal();
    }

    /** The word of {@code POST /api/explain}. */
    public String word() {
        return word;
    }

    /** Whether a change of this member waits to be sent. */
    public boolean isPending() {
        return switch (this) {
            case PENDING_ADD, PENDING_CHANGE, PENDING_REMOVE, PENDING_REJOIN -> true;
            default -> false;
        };
    }

    /** Whether a change of this member is a dead letter. */
    public boolean isParked() {
        return switch (this) {
            case PARKED_ADD, PARKED_CHANGE, PARKED_REMOVE, REFUSED_ADD -> true;
            default -> false;
        };
    }

    /** Whether the member is tagged as far as Pushwoosh has told us. */
    public boolean isTagged() {
        return switch (this) {
            case PRESENT, PENDING_CHANGE, PENDING_REMOVE, PARKED_CHANGE, PARKED_REMOVE -> true;
            case PENDING_ADD, PENDING_REJOIN, PARKED_ADD, REFUSED_ADD -> false;
        };
    }

    /** Whether the member is, or is about to be, in the audience. */
    boolean isWanted() {
        return this != PENDING_REMOVE && this != PARKED_REMOVE;
    }

    /** What has to be sent for a pending state. */
    ChangeKind kind() {
        return switch (this) {
            case PENDING_ADD, PENDING_REJOIN, PARKED_ADD, REFUSED_ADD -> ChangeKind.JOIN;
            case PENDING_CHANGE, PARKED_CHANGE -> ChangeKind.CHANGE;
            case PENDING_REMOVE, PARKED_REMOVE -> ChangeKind.LEAVE;
            case PRESENT -> throw new IllegalStateException("a member that is present has nothing to send");
        };
    }

    /** The state in which a parked change waits to be sent again. */
    MemberState unparked() {
        return switch (this) {
            case PARKED_ADD -> PENDING_REJOIN;
            case REFUSED_ADD -> PENDING_ADD;
            case PARKED_CHANGE -> PENDING_CHANGE;
            case PARKED_REMOVE -> PENDING_REMOVE;
            default -> throw new IllegalStateException(this + " is not parked");
        };
    }
}
