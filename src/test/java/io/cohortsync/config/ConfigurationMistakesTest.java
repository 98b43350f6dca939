package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each block of {@code mistakes.txt} is a configuration that works, with one line replaced, and the sentence about it. */
class ConfigurationMistakesTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^- (.+)\\n\\+ (.+)\\n= (.+)$");

    static Stream<Arguments> mistakes() {
        return BLOCK.matcher(Yaml.resource("mistakes.txt")).results().map(ConfigurationMistakesTest::row);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void says_what_is_wrong(String line, String replacement, String sentence) {
        List<String> found = Yaml.mistakesOf(Yaml.good(line, replacement));

        assertThat(found).containsExactly(sentence);
        assertThat(found.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void reads_the_whole_table() {
        long blocks = Yaml.resource("mistakes.txt")
                .lines()
                .filter(line -> line.startsWith("= "))
                .count();

        assertThat(mistakes()).hasSize((int) blocks).hasSizeGreaterThan(50);
    }

    @Test
    void reports_all_mistakes_together() {
        String text = Yaml.with(Yaml.good("batch-size: 1000", "batch-size: abc"), "mode: mirror", "mode: x");

        assertThat(Yaml.mistakesOf(text)).hasSize(2);
    }

    @Test
    void refuses_names_that_spring_takes_for_one() {
        String text = Yaml.good("  syncs:", "  syncs:\n    powerUsers: {cohort: a}");

        assertThat(Yaml.mistakesOf(text))
                .contains("cohort-sync.syncs: found power-users and powerUsers; expected names that differ in more than"
                        + " dashes, underscores and letter case");
    }

    @Test
    void an_empty_sync_misses_what_it_needs() {
        assertThat(Yaml.mistakesOf(Yaml.good("  syncs:", "  syncs:\n    empty:")))
                .containsExactly("cohort-sync.syncs.empty: found nothing; expected keys of its own below it");
    }

    private static Arguments row(MatchResult block) {
        return Arguments.of(block.group(1), block.group(2).replace("\\n", "\n"), block.group(3));
    }
}
