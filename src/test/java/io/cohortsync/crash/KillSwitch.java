package io.cohortsync.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lives inside the killed process and knows nothing but the JDK. The process dies at the point whose number stands in the file
 * {@code -Dkill.switch}, counted from when the file appeared.
 */
public final class KillSwitch {

    private static final Path FILE = Path.of(System.getProperty("kill.switch"));
    private static final AtomicInteger POINTS = new AtomicInteger();

    private KillSwitch() {}

    /** Something was just written or sent. */
    public static void point() {
        if (!Files.exists(FILE)) {
            POINTS.set(0);
        } else if (POINTS.incrementAndGet() == number()) {
            die();
        }
    }

    private static int number() {
        try {
            return Integer.parseInt(Files.readString(FILE).strip());
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
