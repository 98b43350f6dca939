package io.cohortsync.ops;

import java.util.Locale;

/**
 * One line of a check.
 *
 * @param subject the key that it is about
 * @param words what was found, what was expected, what to do
 */
record Finding(Level level, String subject, String words) {

    enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String subject, String words) {
        return new Finding(Level.OK, subject, words);
    }

    static Finding warn(String subject, String words) {
        return new Finding(Level.WARN, subject, words);
    }

    static Finding fail(String subject, String words) {
        return new Finding(Level.FAIL, subject, words);
    }

    @Override
    public String toString() {
        return "%-4s %s: %s".formatted(level.name().toLowerCase(Locale.ROOT), subject, words);
    }
}
