package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.member.AddressDigest;
import io.cohortsync.member.Member;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class DigestedPageTest {

    private final DigestedPage page = new DigestedPage();
    private final AddressDigest digest = new AddressDigest();

    /** Pages of any length follow each other, as the buffers are used again. */
    @Property(tries = 200)
    void has_each_address_and_its_digest(@ForAll @Size(max = 4) List<@Size(max = 40) List<String>> pages) {
        for (List<String> addresses : pages) {
            page.read(TestLedger.members(addresses.toArray(String[]::new)), digest);
            Texts texts = new Texts();
            for (int row = 0; row < addresses.size(); row++) {
                AddressDigest one = AddressDigest.digestOf(addresses.get(row));
                assertThat(page.high(row)).isEqualTo(one.high());
                assertThat(page.low(row)).isEqualTo(one.low());
                page.copy(row, texts);
                assertThat(texts.get(row)).isEqualTo(asUtf8(addresses.get(row)));
            }
        }
    }

    private static String asUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Property(tries = 20)
    void grows_with_a_page_of_long_addresses(@ForAll @Size(min = 1, max = 3) List<@Size(max = 2) List<String>> before) {
        before.forEach(addresses -> page.read(TestLedger.members(addresses.toArray(String[]::new)), digest));
        String address = "é".repeat(60_000);
        page.read(List.of(new Member(1, "a@b.c", Map.of()), new Member(2, address, Map.of())), digest);
        Texts texts = new Texts();
        page.copy(1, texts);
        assertThat(texts.get(0)).isEqualTo(address);
    }
}
