package io.cohortsync.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command as a user has it: the real jar, in a small heap. */
class LintCommandIT {

    @Test
    void has_nothing_to_say_about_our_routes() throws Exception {
        Process lint = new ProcessBuilder(java(), "-Xmx96m", "-jar", "target/cohort-sync.jar", "--lint")
                .redirectErrorStream(true)
                .start();

        assertThat(printed(lint)).isEmpty();
        assertThat(lint.waitFor()).isZero();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String printed(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
