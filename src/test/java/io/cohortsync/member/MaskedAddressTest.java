package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "alice@example.com|a***@example.com",
                "a@example.com|a***@example.com",
                "  alice@example.com |a***@example.com",
                "\u00e9ric@b\u00fccher.example|\u00e9***@b\u00fccher.example",
                "\ud83d\ude00x@example.com|\ud83d\ude00***@example.com",
                "alice|a***",
                "alice@|a***",
                "@example.com|@***",
                "alice@localhost|a***",
                "alice@[10.0.0.1]|a***",
                "alice@example.com, bob@example.com|a***",
                "alice@bob.smith@example.com|a***",
                "alice@example.com +49 170 1234567|a***",
                "Alice Smith <alice@example.com>|A***",
                "\u202ealice@example.com|a***@example.com",
                "\ud83dalice@example.com|a***@example.com",
                "|***",
                " \t |***",
            })
    void shows_the_first_character_and_the_domain_of_an_address(String text, String masked) {
        assertThat(MaskedAddress.mask(text == null ? "" : text)).isEqualTo(masked);
    }

    @Test
    void forges_no_log_line() {
        assertThat(MaskedAddress.mask("\r\na@x.com\nERROR run=1")).isEqualTo("a***");
        assertThat(MaskedAddress.mask("a\u001b[31m@ex\namp\u2028le.com\u0085")).isEqualTo("a***@example.com");
    }

    @Test
    void shows_one_character_of_a_very_long_text() {
        assertThat(MaskedAddress.mask("alice@" + "b.".repeat(500_000) + "com")).isEqualTo("a***");
        assertThat(MaskedAddress.mask("\n".repeat(1_000_000) + "alice@example.com"))
                .isEqualTo("a***");
    }
}
