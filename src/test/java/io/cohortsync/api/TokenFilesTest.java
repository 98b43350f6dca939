package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens that stand in files, as a container is given them. */
class TokenFilesTest {

    @Test
    void a_new_token_is_used_without_a_restart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "the-first-token\n");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("cohort-sync.access.tokens.scripts.token"), "a-token-of-the-tree\n");
        String[] settings = {
            "cohort-sync.access.tokens.people.token=file:" + file, "spring.config.import=configtree:" + tree + "/"
        };
        try (ApiFixture api = ApiFixture.start(settings)) {
            assertThat(status(api, "a-token-of-the-tree")).isEqualTo(200);
            assertThat(status(api, "the-first-token")).isEqualTo(200);

            Files.writeString(file, "the-second-token\n");

            assertThat(status(api, "the-first-token")).isEqualTo(401);
            assertThat(status(api, "the-second-token")).isEqualTo(200);
        }
    }

    private static int status(ApiFixture api, String token) {
        return api.get("/api/syncs", "Authorization", "Bearer " + token).status();
    }
}
