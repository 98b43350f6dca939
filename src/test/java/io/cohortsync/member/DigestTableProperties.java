package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DigestTableProperties {

    private record Key(long high, long low) {}

    /** Few and similar keys, so that they meet again and crowd the same slots. */
    @Property(tries = 2_000)
    void behaves_as_a_hash_map_does(
            @ForAll("keys") List<Long> highs,
            @ForAll("keys") List<Long> lows,
            @ForAll @IntRange(max = 200) int expected) {
        DigestTable table = new DigestTable(expected);
        Map<Key, Integer> map = new HashMap<>();
        for (int i = 0; i < Math.min(highs.size(), lows.size()); i++) {
            Key key = new Key(highs.get(i), lows.get(i));
            assertThat(table.find(key.high, key.low)).isEqualTo(map.getOrDefault(key, -1));
            Integer before = map.putIfAbsent(key, i);
            assertThat(table.put(key.high, key.low, i)).isEqualTo(before == null ? -1 : before);
        }
        assertThat(table.size()).isEqualTo(map.size());
        map.forEach((key, ordinal) -> assertThat(table.find(key.high, key.low)).isEqualTo(ordinal));
    }

    @Provide
    Arbitrary<List<Long>> keys() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(-3, 3),
                        Arbitraries.longs().between(0, 40).map(n -> n * 16),
                        Arbitraries.longs())
                .list()
                .ofMaxSize(150);
    }
}
