package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    private final AddressPolicy keep = new AddressPolicy(AddressCase.KEEP);
    private final AddressPolicy lower = new AddressPolicy(AddressCase.LOWER);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.c",
                "jane.doe+news@mail.example.co.uk",
                "o'brien@example.com",
                "!#$%&'*+-/=?^_`{|}~@example.com",
                "-@example.com",
                "JANE@EXAMPLE.COM",
                "a@1.2.3.4.com",
                "a@b.1c",
                "a@x--y.com",
                "a@xn--bcher-kva.example",
                "a@b\u00fccher.example",
                "a@B\u00dcCHER.example",
                "a@stra\u00dfe.de",
                "a@\u03b2\u03cc\u03bb\u03bf\u03c2.com",
                "a@\u4f8b\u3048.\u30c6\u30b9\u30c8",
                "a@\u05d0\u05d1.com",
                "a@1.\u00fc",
            })
    void accepts(String address) {
        assertThat(keep.reject(address)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // what JMail alone would accept
                "(c)a@b.c|SYNTAX",
                "a(c)@b.c|SYNTAX",
                "a@b.c(c)|SYNTAX",
                "a@(c)b.c|SYNTAX",
                "<a@b.c>|SYNTAX",
                "\"q\"@b.c|SYNTAX",
                "\"a b\"@b.c|SYNTAX",
                "@x.y:a@b.c|SYNTAX",
                "@x.y,@z.w:a@b.c|SYNTAX",
                "test\\@test@iana.org|SYNTAX",
                "a\\ b@b.c|SYNTAX",
                // where JMail throws
                "a@b.c- |SYNTAX",
                "a@b\"..c|SYNTAX",
                "\u00e9@b.co|SYNTAX",
                "\u0001@b.co|SYNTAX",
                "\u007f@b.co|SYNTAX",
                "a@localhost|NO_DOMAIN",
                "a@[10.0.0.1]|NO_DOMAIN",
                "a@[IPv6:2001:db8::1]|NO_DOMAIN",
                // other text
                "|EMPTY",
                "unknown|SYNTAX",
                "n/a|SYNTAX",
                "0|SYNTAX",
                "\\N|SYNTAX",
                "null|SYNTAX",
                "@|NO_DOMAIN",
                "test@|NO_DOMAIN",
                "a@b@|NO_DOMAIN",
                "@example.com|SYNTAX",
                "a@b@example.com|SYNTAX",
                "mailto:a@example.com|SYNTAX",
                "a@example.com, b@example.com|SYNTAX",
                "Jane Doe <jane@example.com>|SYNTAX",
                "a b@example.com|SYNTAX",
                "a@exa mple.com|SYNTAX",
                ".a@example.com|SYNTAX",
                "a.@example.com|SYNTAX",
                "a..b@example.com|SYNTAX",
                "a@.example.com|SYNTAX",
                "a@example.com.|SYNTAX",
                "a@example..com|SYNTAX",
                "a@-b.com|SYNTAX",
                "a@b-.com|SYNTAX",
                "a@b.-com|SYNTAX",
                "a@b.com-|SYNTAX",
                "a@b_c.com|SYNTAX",
                "a@.|SYNTAX",
                "a@192.168.0.1|NO_DOMAIN",
                "a@example.123|NO_DOMAIN",
                "a b@localhost|NO_DOMAIN",
                // internationalised domains that are none
                "a@\u00fc|NO_DOMAIN",
                "a@-\u00fc.com|SYNTAX",
                "a@\u00fc-.com|SYNTAX",
                "a@\u00fc_.com|SYNTAX",
                "a@xn--\u00fc.com|SYNTAX",
                "a@ex\u2024ample.com|SYNTAX",
                "a@example\u3002com|NO_DOMAIN",
                "a@b.example\u3002com|SYNTAX",
                "a@exam\u00adple.com|SYNTAX",
                "a@exam\u200dple.com|SYNTAX",
                "a@\uff45xample.com|SYNTAX",
                "a@u\u0308.com|SYNTAX",
                "a@\ufffd.com|SYNTAX",
                "a@\u05d01b.com|SYNTAX",
                "a@example.\u0661\u0662|SYNTAX",
                "a@example.\uff11\uff12|SYNTAX",
                "\u00fc@\u00fc.com|SYNTAX",
            })
    void refuses(String text, RejectionReason reason) {
        assertThat(keep.reject(text == null ? "" : text)).isEqualTo(reason);
    }

    @Test
    void counts_octets_up_to_64_in_the_local_part() {
        assertThat(keep.reject("a".repeat(64) + "@b.co")).isNull();
        assertThat(keep.reject("a".repeat(65) + "@b.co")).isEqualTo(RejectionReason.TOO_LONG);
        assertThat(keep.reject("\u00e9".repeat(33) + "@b.co")).isEqualTo(RejectionReason.TOO_LONG);
    }

    @Test
    void counts_octets_up_to_63_in_a_label() {
        assertThat(keep.reject("a@" + "b".repeat(63) + ".co")).isNull();
        assertThat(keep.reject("a@" + "b".repeat(64) + ".co")).isEqualTo(RejectionReason.TOO_LONG);
        assertThat(keep.reject("a@b." + "c".repeat(63))).isNull();
        assertThat(keep.reject("a@b." + "c".repeat(64))).isEqualTo(RejectionReason.TOO_LONG);
    }

    @Test
    void counts_the_a_label_of_an_internationalised_label() {
        assertThat(keep.reject("a@" + "\u044f".repeat(50) + ".com")).isNull();
        assertThat(keep.reject("a@" + "\u044f".repeat(59) + ".com")).isEqualTo(RejectionReason.TOO_LONG);
    }

    @Test
    void counts_octets_up_to_254_in_the_whole_address_in_both_forms() {
        String host = ("b".repeat(62) + ".").repeat(3);
        assertThat(keep.reject("a".repeat(61) + "@" + host + "ccc")).isNull();
        assertThat(keep.reject("a".repeat(61) + "@" + host + "cccc")).isEqualTo(RejectionReason.TOO_LONG);
        String cyrillic = ("\u044f".repeat(41) + ".").repeat(3) + "com";
        assertThat(keep.reject("a@" + cyrillic)).isNull();
        assertThat(keep.reject("aa@" + cyrillic)).isEqualTo(RejectionReason.TOO_LONG);
        String short148OctetsButLongALabels = "a".repeat(64) + "@" + "b\u00fc.".repeat(20) + "ccc";
        assertThat(keep.reject(short148OctetsButLongALabels)).isEqualTo(RejectionReason.TOO_LONG);
    }

    @Test
    void takes_the_first_reason_of_no_domain_too_long_and_syntax() {
        assertThat(keep.reject("a b".repeat(200) + "@localhost")).isEqualTo(RejectionReason.NO_DOMAIN);
        assertThat(keep.reject("a b".repeat(200) + "@example.com")).isEqualTo(RejectionReason.TOO_LONG);
        assertThat(keep.reject("x".repeat(100_000))).isEqualTo(RejectionReason.SYNTAX);
    }

    @Test
    void trims_unicode_white_space_at_the_ends_only() {
        assertThat(keep.normalise(" \t\r\n\u00a0\u2003\u3000\u0085a b@c.d\u202f \u2028"))
                .isEqualTo("a b@c.d");
        assertThat(keep.normalise(" \t\u00a0 ")).isEmpty();
        assertThat(keep.normalise("")).isEmpty();
        assertThat(keep.normalise("\u200ba@b.c")).isEqualTo("\u200ba@b.c");
    }

    @Test
    void keeps_or_lowers_the_letter_case_whatever_the_language() {
        assertThat(keep.normalise("JANE@Example.COM")).isEqualTo("JANE@Example.COM");
        assertThat(lower.normalise("INFO@B\u00dcCHER.Example")).isEqualTo("info@b\u00fccher.example");
    }

    @Test
    void turns_every_row_of_a_page_into_a_member_or_a_rejection() {
        Member good = new Member(1, " Jane@Example.com ", Map.of("plan", "pro"));
        Member anonymous = new Member(2, "", Map.of());
        Member bad = new Member(3, "jane@localhost", Map.of());

        CheckedPage page = lower.check(new MemberPage(List.of(good, anonymous, bad)));

        assertThat(page.members()).containsExactly(new Member(1, "jane@example.com", Map.of("plan", "pro")));
        assertThat(page.rejections())
                .containsExactly(
                        new Rejection(2, RejectionReason.EMPTY, "***"),
                        new Rejection(3, RejectionReason.NO_DOMAIN, "j***"));
    }

    @Test
    void names_the_reasons_as_the_contract_does() {
        assertThat(RejectionReason.values())
                .extracting(RejectionReason::code)
                .containsExactly("empty", "syntax", "too-long", "no-domain");
    }
}
