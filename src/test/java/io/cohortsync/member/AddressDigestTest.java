package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressDigestTest {

    private final AddressDigest digest = new AddressDigest();

    /** {@code printf alice@example.com | sha256sum}, first 16 octets: the ledger stores these, they may not change. */
    @Test
    void is_the_start_of_sha_256() {
        digest.of("alice@example.com");
        assertThat(digest.high()).isEqualTo(0xff8d_9819_fc0e_12bfL);
        assertThat(digest.low()).isEqualTo(0x0d24_892e_4598_7e24L);
    }

    @Test
    void takes_the_utf_8_bytes_of_an_international_address() {
        digest.of("a@b\u00fccher.example");
        assertThat(digest.high()).isEqualTo(0x8fcf_07c7_3b0c_5159L);
        assertThat(digest.low()).isEqualTo(0xb815_df5c_e664_91adL);
    }

    @Test
    void depends_on_nothing_digested_before() {
        digest.of("bob@example.com");
        digest.ofProperties(Map.of("plan", "pro"));
        digest.of("x".repeat(1_000));
        is_the_start_of_sha_256();
    }

    @Test
    void leaves_the_address_digest_alone_when_properties_are_digested() {
        digest.of("alice@example.com");
        long high = digest.high();
        digest.ofProperties(Map.of("plan", "pro"));
        assertThat(digest.high()).isEqualTo(high);
    }

    @Test
    void is_zero_for_no_properties_and_for_no_others() {
        assertThat(digest.ofProperties(Map.of())).isZero();
        assertThat(digest.ofProperties(Map.of("", ""))).isNotZero();
    }

    /** The same bytes by hand: length and UTF-8 of {@code plan}, then of {@code pro}. */
    @Test
    void is_stable_for_properties() {
        assertThat(digest.ofProperties(Map.of("plan", "pro"))).isEqualTo(0x6392_597b_f9ad_7165L);
    }

    @Test
    void ignores_the_order_of_properties() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("a", "1");
        one.put("b", "2");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("b", "2");
        other.put("a", "1");
        assertThat(digest.ofProperties(one)).isEqualTo(digest.ofProperties(other));
    }

    @Test
    void tells_apart_where_a_name_ends_and_a_value_starts() {
        assertThat(digest.ofProperties(Map.of("ab", "c"))).isNotEqualTo(digest.ofProperties(Map.of("a", "bc")));
        assertThat(digest.ofProperties(Map.of("a", ""))).isNotEqualTo(digest.ofProperties(Map.of("", "a")));
        assertThat(digest.ofProperties(Map.of("a", "1", "b", "2")))
                .isNotEqualTo(digest.ofProperties(Map.of("a", "2", "b", "1")));
    }

    /** The comparison keeps the octets that were digested, instead of making them again. */
    @Test
    void shows_the_octets_of_the_last_address() {
        digest.of("jane@example.com");
        digest.of("ü@ex.de");
        assertThat(new String(digest.text(), 0, digest.length(), StandardCharsets.UTF_8))
                .isEqualTo("ü@ex.de");
        digest.of("a@b.de");
        assertThat(new String(digest.text(), 0, digest.length(), StandardCharsets.UTF_8))
                .isEqualTo("a@b.de");
    }
}
