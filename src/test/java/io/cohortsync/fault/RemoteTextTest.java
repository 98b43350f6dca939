package io.cohortsync.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Token restrictions: not a server token|Token restrictions: not a server token",
                "at most 1000 devices, 2048 bytes|at most 1000 devices 2048 bytes",
                "Tag Amplitude_Cohorts is unknown|Tag Amplitude_Cohorts is unknown",
                "user ann@example.com|user (hidden)",
                "o'brien@example.com|(hidden)",
                "user ann%40example.com|user (hidden)",
                "see https://host/path?X-Amz-Signature=abc|see (hidden)",
                "token aB3dE5gH7jK9mN1p is bad|token (hidden) is bad",
                "key AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGhIjKlMnOp|key (hidden)"
            })
    void a_sentence_holds_nothing_that_may_have_been_sent(String said, String shown) {
        assertThat(RemoteText.sentence(said)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "Power users 2026 (EU), Power users 2026 (EU)",
        "Users_of_2026Q4_with_plan, Users_of_2026Q4_with_plan",
        "VIP jane@example.com, VIP (hidden)"
    })
    void a_name_stays_but_for_addresses(String given, String shown) {
        assertThat(RemoteText.name(given)).isEqualTo(shown);
    }

    @Test
    void there_is_one_line_and_it_is_short() {
        assertThat(RemoteText.name("one\nok   a second finding\u2028third")).isEqualTo("one ok a second finding third");
        assertThat(RemoteText.sentence("word ".repeat(100))).hasSize(200);
    }
}
