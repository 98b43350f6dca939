package io.cohortsync.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The examples of {@code routes/README.md}, letter by letter: what stands there is what is tested. */
public final class RoutesReadme {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private RoutesReadme() {}

    /** The steps of an alert's way to another endpoint, a file. */
    public static String alert() {
        return example(0);
    }

    static String dropMember() {
        return example(1);
    }

    static String alterMember() {
        return example(2);
    }

    private static String example(int number) {
        try {
            List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("routes/README.md")))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            return examples.get(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
