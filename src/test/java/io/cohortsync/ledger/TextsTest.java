package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final int CHUNK = 1 << 20;

    /** The first member of an export may have no values at all. */
    @Test
    void an_empty_text_may_be_the_first() {
        Texts texts = new Texts();
        assertThat(texts.add("")).isZero();
        assertThat(texts.add("ä🎈")).isEqualTo(1);
        assertThat(texts.get(0)).isEmpty();
        assertThat(texts.get(1)).isEqualTo("ä🎈");
    }

    @Test
    void texts_of_every_length_come_back_over_the_edges_of_the_chunks() {
        Random random = new Random(7);
        List<String> all = new ArrayList<>();
        for (int length : new int[] {CHUNK - 1, 0, 1, CHUNK / 2, CHUNK / 2, 0, CHUNK - 1, 3}) {
            all.add("x".repeat(length));
        }
        for (int n = 0; n < 5_000; n++) {
            all.add("y".repeat(random.nextInt(900)));
        }
        Texts texts = new Texts();
        all.forEach(texts::add);
        assertThat(texts.size()).isEqualTo(all.size());
        for (int n = 0; n < all.size(); n++) {
            assertThat(texts.get(n)).isEqualTo(all.get(n));
        }
    }

    @Test
    void an_empty_text_may_come_behind_a_full_chunk() {
        Texts texts = new Texts();
        texts.add("x".repeat(CHUNK - 1));
        texts.add("x");
        texts.add("");
        assertThat(texts.get(1)).isEqualTo("x");
        assertThat(texts.get(2)).isEmpty();
    }

    @Test
    void refuses_what_does_not_fit() {
        assertThatThrownBy(() -> new Texts().add("x".repeat(CHUNK))).isInstanceOf(IllegalArgumentException.class);
    }
}
