package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DigestTableTest {

    private final DigestTable table = new DigestTable();

    @Test
    void gives_minus_one_for_what_it_does_not_hold() {
        assertThat(table.find(1, 2)).isEqualTo(-1);
        assertThat(table.find(0, 0)).isEqualTo(-1);
        assertThat(table.size()).isZero();
    }

    @Test
    void keeps_the_ordinal_that_was_there_first() {
        assertThat(table.put(1, 2, 7)).isEqualTo(-1);
        assertThat(table.put(1, 2, 8)).isEqualTo(7);
        assertThat(table.find(1, 2)).isEqualTo(7);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void compares_all_128_bits() {
        table.put(1, 2, 0);
        assertThat(table.find(1, 3)).isEqualTo(-1);
        assertThat(table.find(3, 2)).isEqualTo(-1);
        assertThat(table.find(2, 1)).isEqualTo(-1);
    }

    @Test
    void holds_the_digest_of_zeros_and_the_ordinal_zero() {
        assertThat(table.put(0, 0, 0)).isEqualTo(-1);
        assertThat(table.find(0, 0)).isZero();
    }

    @Test
    void finds_digests_that_fall_on_the_same_slot_at_the_end_of_the_array() {
        for (int i = 0; i < 8; i++) {
            table.put(i, 15, i);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(table.find(i, 15)).isEqualTo(i);
        }
    }

    @Test
    void refuses_an_ordinal_that_it_could_not_give_back() {
        assertThatThrownBy(() -> table.put(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.put(1, 2, Integer.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(table.put(1, 2, Integer.MAX_VALUE - 1)).isEqualTo(-1);
        assertThat(table.find(1, 2)).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void holds_two_million_digests_in_84_megabytes() {
        int entries = 2_000_000;
        DigestTable large = new DigestTable(entries);
        long octets = large.octets();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < entries; i++) {
            assertThat(large.put(random.nextLong(), random.nextLong(), i)).isEqualTo(-1);
        }
        assertThat(large.octets()).isEqualTo(octets).isLessThan(84_000_000);
        SplittableRandom again = new SplittableRandom(1);
        for (int i = 0; i < entries; i++) {
            assertThat(large.find(again.nextLong(), again.nextLong())).isEqualTo(i);
        }
    }
}
