package io.cohortsync.pushwoosh;

import java.util.regex.Pattern;

/** Makes a remote's words fit for logs and reports: short, one line, no address. */
final class RemoteText {

    private static final int LONGEST = 200;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s\"'<>,;:]+@[^\\s\"'<>,;:]+");

    private RemoteText() {}

    static String safe(String words) {
        String line = ADDRESS.matcher(words.replaceAll("\\p{Cntrl}+", " ")).replaceAll("(an address)");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
