package io.cohortsync.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lives inside the killed process and knows nothing but the JDK. The process dies at the point whose number stands in the file
 * {@code -Dkill.switch}, counted from when the file appeared; with a method before it, such as {@code Spool.save 1}, only that
 * method's points are counted.
 */
public final class KillSwitch {

    private static final Path FILE = Path.of(System.getProperty("kill.switch"));
    private static final AtomicInteger POINTS = new AtomicInteger();

    private KillSwitch() {}

    /**
     * Something was just written or sent.
     *
     * @param method that did it, with its type
     */
    public static void point(String method) {
        if (!Files.exists(FILE)) {
            POINTS.set(0);
            return;
        }
        String[] wanted = wanted().split(" ");
        boolean counts = wanted.length == 1 || method.endsWith("." + wanted[0]);
        if (counts && POINTS.incrementAndGet() == Integer.parseInt(wanted[wanted.length - 1])) {
            die();
        }
    }

    private static String wanted() {
        try {
            return Files.readString(FILE).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No shutdown hook, no flush, no goodbye. */
    private static void die() {
        try {
            Files.delete(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(137);
    }
}
