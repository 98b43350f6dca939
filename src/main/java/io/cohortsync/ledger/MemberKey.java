package io.cohortsync.ledger;

/** A key of the idempotent repository: {@code <sync>:<address>}. */
record MemberKey(String sync, String address) {

    static MemberKey parse(String key) {
        int colon = key.indexOf(':');
        if (colon <= 0 || colon == key.length() - 1) {
            throw new IllegalArgumentException("a key of the ledger is <sync>:<address>; found " + key.length()
                    + " characters " + (colon < 0 ? "without a colon" : "with an empty part"));
        }
        return new MemberKey(key.substring(0, colon), key.substring(colon + 1));
    }
}
