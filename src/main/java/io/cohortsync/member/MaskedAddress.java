package io.cohortsync.member;

import java.util.regex.Pattern;

/** The only form in which an address may reach a log, an answer or an error text. */
public final class MaskedAddress {

    private static final String STARS = "***";
    private static final int LONGEST = 320;
    private static final Pattern HOST =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}-]*(\\.[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}-]*)+");

    private MaskedAddress() {}

    /**
     * The first character and the domain: {@code a***@example.com}. Of text that is no address (not exactly one '@',
     * nothing before it, no host name of two labels after it, over 320 characters) only the first character is shown:
     * {@code a***}; of nothing, {@code ***}. A character is a code point. Characters that could forge or disturb a log
     * line (control, format, separators of lines, halves of surrogate pairs) are left out.
     *
     * @param text an address or any other text, trusted in nothing
     * @return one line of at most 320 + 4 characters
     */
    public static String mask(String text) {
        String clean = printable(text, LONGEST + 1).strip();
        if (clean.isEmpty()) {
            return STARS;
        }
        return new StringBuilder()
                .appendCodePoint(clean.codePointAt(0))
                .append(STARS)
                .append(text.length() > LONGEST ? "" : domainOf(clean))
                .toString();
    }

    /** '@' and the domain, or nothing when the text is no address. */
    private static String domainOf(String clean) {
        int at = clean.indexOf('@');
        boolean address =
                at > 0 && HOST.matcher(clean).region(at + 1, clean.length()).matches();
        return address ? clean.substring(at) : "";
    }

    /** At most {@code limit} code points of the text, without those that could disturb a log line. */
    static String printable(String text, int limit) {
        return isPlain(text, limit) ? text : cleaned(text, limit);
    }

    /** Nearly all text is so, and needs no second look. */
    private static boolean isPlain(String text, int limit) {
        boolean plain = text.length() <= limit;
        for (int i = 0; plain && i < text.length(); i++) {
            plain = text.charAt(i) >= ' ' && text.charAt(i) <= '~';
        }
        return plain;
    }

    private static String cleaned(String text, int limit) {
        return text.codePoints()
                .filter(MaskedAddress::isPrintable)
                .limit(limit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
