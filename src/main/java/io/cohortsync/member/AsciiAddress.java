package io.cohortsync.member;

/**
 * The address policy for plain ASCII, decided in one scan without allocation: a Dot-string local part
 * (RFC 5321 §4.1.2, at most 64 octets), '@', and a host name of at least two LDH labels (at most 63 octets each, no
 * hyphen at either end, the last one not all digits); at most 254 octets together.
 */
final class AsciiAddress {

    static final int MAX_WHOLE = 254;
    static final int MAX_LOCAL = 64;
    static final int MAX_LABEL = 63;

    private static final boolean[] ATEXT = new boolean[128];
    private static final boolean[] ALNUM = new boolean[128];

    static {
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                .chars()
                .forEach(c -> ATEXT[c] = ALNUM[c] = true);
        "!#$%&'*+-/=?^_`{|}~".chars().forEach(c -> ATEXT[c] = true);
    }

    private AsciiAddress() {}

    /** Whether the text is ASCII and an address by this policy; false for anything else. */
    static boolean isValid(String text) {
        int at = localEnd(text);
        return text.length() <= MAX_WHOLE && at > 0 && at <= MAX_LOCAL && isHost(text, at + 1);
    }

    /** Where the '@' stands that ends a proper Dot-string, or -1. */
    private static int localEnd(String text) {
        boolean atomOpen = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 && ATEXT[c]) {
                atomOpen = true;
            } else if (atomOpen && c == '.') {
                atomOpen = false;
            } else {
                return atomOpen && c == '@' ? i : -1;
            }
        }
        return -1;
    }

    /** Whether all that follows {@code start} is a host name as the policy wants it. */
    private static boolean isHost(String text, int start) {
        int dot = text.indexOf('.', start);
        int label = start;
        while (dot >= 0) {
            if (!isLabel(text, label, dot)) {
                return false;
            }
            label = dot + 1;
            dot = text.indexOf('.', label);
        }
        return label > start && isLabel(text, label, text.length()) && !isDigits(text, label);
    }

    private static boolean isLabel(String text, int from, int to) {
        if (from == to || to - from > MAX_LABEL || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !ALNUM[c] && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Whether there is text from {@code start} on and all of it is ASCII digits. */
    static boolean isDigits(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i > start && i == text.length();
    }
}
