package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class MaskedAddressProperties {

    @Property
    void is_one_printable_line_for_any_text(@ForAll String text) {
        assertThat(MaskedAddress.mask(text)).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
    }

    @Property
    void shows_one_code_point_before_the_stars_and_a_host_after(
            @ForAll @AlphaChars @Chars({'@', '.', ' ', '\n', '<', ',', '"'}) @StringLength(max = 30) String text) {
        assertThat(MaskedAddress.mask(text)).matches("[^\n]?\\*{3}(@[A-Za-z]+(\\.[A-Za-z]+)+)?");
    }

    @Property
    void hides_the_local_part(
            @ForAll @AlphaChars @StringLength(min = 2, max = 20) String local,
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String label) {
        String masked = MaskedAddress.mask(local + "1@" + label + ".com");
        assertThat(masked).isEqualTo(local.charAt(0) + "***@" + label + ".com");
    }
}
