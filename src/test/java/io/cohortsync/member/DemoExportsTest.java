package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two exports of the demo, counted once outside of this project. */
class DemoExportsTest {

    private static Export day1;
    private static Export day2;

    @BeforeAll
    static void read_both() throws URISyntaxException {
        day1 = Export.read("/demo/power-users.day1.csv.gz");
        day2 = Export.read("/demo/power-users.day2.csv.gz");
    }

    @Test
    void counts_the_rows_and_the_members_of_the_first_day() {
        assertThat(day1.rows).isEqualTo(26_998);
        assertThat(day1.members).hasSize(25_000);
    }

    @Test
    void counts_the_rows_and_the_members_of_the_second_day() {
        assertThat(day2.rows).isEqualTo(27_253);
        assertThat(day2.members).hasSize(25_270);
    }

    @Test
    void finds_who_joined_left_and_stayed() {
        assertThat(day2.members.stream().filter(m -> !day1.members.contains(m))).hasSize(910);
        assertThat(day1.members.stream().filter(m -> !day2.members.contains(m))).hasSize(640);
        assertThat(day2.members.stream().filter(day1.members::contains)).hasSize(24_360);
    }

    @Test
    void accounts_for_every_row_of_both_days() {
        for (Export day : List.of(day1, day2)) {
            long rejected =
                    day.rejected.values().stream().mapToLong(Long::longValue).sum();
            assertThat(day.members.size() + day.duplicates + rejected).isEqualTo(day.rows);
        }
        assertThat(day1.rejected).containsEntry(RejectionReason.EMPTY, 1_125L);
    }

    /** Members are told apart by their digests alone, as the ledger does. */
    private static final class Export {
        final Set<String> members = new HashSet<>();
        final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
        final DigestTable table = new DigestTable();
        final AddressDigest digest = new AddressDigest();
        long duplicates;
        long rows;

        static Export read(String resource) throws URISyntaxException {
            Path file = Path.of(Objects.requireNonNull(DemoExportsTest.class.getResource(resource))
                    .toURI());
            Export export = new Export();
            AddressPolicy policy = new AddressPolicy(AddressCase.KEEP);
            try (ExportReader reader = ExportReader.open(file, "user_id", List.of(), MemberPage.DEFAULT_SIZE)) {
                reader.forEachRemaining(page -> export.add(policy.check(page)));
                export.rows = reader.rowsRead();
            }
            return export;
        }

        void add(CheckedPage page) {
            page.rejections().forEach(rejection -> rejected.merge(rejection.reason(), 1L, Long::sum));
            page.members().forEach(this::addMember);
        }

        void addMember(Member member) {
            digest.of(member.address());
            if (table.put(digest.high(), digest.low(), table.size()) < 0) {
                members.add(member.address());
            } else {
                duplicates++;
            }
        }
    }
}
