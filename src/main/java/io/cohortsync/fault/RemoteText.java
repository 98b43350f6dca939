package io.cohortsync.fault;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a remote's words fit for logs, reports and answers. They may echo what was sent: a token, a link, an address. */
public final class RemoteText {

    private static final int LONGEST = 200;
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_NUMBER = 12;
    private static final String HIDDEN = "(hidden)";
    private static final Pattern GAPS = Pattern.compile("[\\s\"<>,;\\p{C}\\p{Z}]+");
    private static final Pattern ADDRESS_OR_LINK = Pattern.compile(".*(?:@|%40|://).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGIT = Pattern.compile(".*\\d.*");

    private RemoteText() {}

    /** A sentence: one line of at most 200 characters, without any word that may be an address, a link or a credential. */
    public static String sentence(String words) {
        return line(words, word -> isHarmless(word) && !mayBeCredential(word));
    }

    /** A name that somebody gave: one line of at most 200 characters, without addresses and links. */
    public static String name(String words) {
        return line(words, RemoteText::isHarmless);
    }

    private interface Judge {
        boolean isFit(String word);
    }

    private static String line(String words, Judge judge) {
        String line = Arrays.stream(GAPS.split(words.strip()))
                .map(word -> judge.isFit(word) ? word : HIDDEN)
                .collect(Collectors.joining(" "));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }

    private static boolean isHarmless(String word) {
        return !ADDRESS_OR_LINK.matcher(word).matches();
    }

    /** Tokens are long, and have digits among their letters. */
    private static boolean mayBeCredential(String word) {
        return word.length() > LONGEST_WORD
                || word.length() > LONGEST_NUMBER && DIGIT.matcher(word).matches();
    }
}
