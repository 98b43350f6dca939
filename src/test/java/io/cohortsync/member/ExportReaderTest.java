package io.cohortsync.member;

import static io.cohortsync.member.ExportFiles.addresses;
import static io.cohortsync.member.ExportFiles.file;
import static io.cohortsync.member.ExportFiles.gzip;
import static io.cohortsync.member.ExportFiles.joined;
import static io.cohortsync.member.ExportFiles.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExportReaderTest {

    private static final String HEADER = "\"amplitude_id\",\"user_id\"\n";

    @TempDir
    Path directory;

    static Stream<Arguments> forms() {
        return Stream.of(
                form("header only", HEADER),
                form("header without a new line", "amplitude_id,user_id"),
                form("quoted, as Amplitude writes it", HEADER + "\"1\",\"a@b.c\"\n\"2\",\"\"\n", "a@b.c", ""),
                form("unquoted", "amplitude_id,user_id\n1,a@b.c\n2,\n", "a@b.c", ""),
                form("CRLF", "\"amplitude_id\",\"user_id\"\r\n\"1\",\"a@b.c\"\r\n", "a@b.c"),
                form("no final new line", HEADER + "\"1\",\"a@b.c\"", "a@b.c"),
                form("no final new line, unquoted", "amplitude_id,user_id\n1,a@b.c", "a@b.c"),
                form("last field empty and no final new line", "amplitude_id,user_id\n1,", ""),
                form("CR at the end", HEADER + "1,a@b.c\r", "a@b.c"),
                form("byte order mark", "\uFEFF" + HEADER + "1,a@b.c\n", "a@b.c"),
                form("blank lines around the header", "\n\r\n" + HEADER + "\n1,a@b.c\n\n", "a@b.c"),
                form("other order, more columns", "x,user_id,y,amplitude_id\n1,a@b.c,2,3\n", "a@b.c"),
                form("doubled quotes", HEADER + "1,\"a \"\"b\"\" <x@example.org>\"\n", "a \"b\" <x@example.org>"),
                form("comma and new line in a field", HEADER + "1,\"a,\r\nb\n\"\n2,c\n", "a,\r\nb\n", "c"),
                form("quote in an unquoted field", HEADER + "1,a\"b\n2,c\n", "a\"b", "c"),
                form("short and long rows", HEADER + "1\n2,b\n3,c,d,e\n\"\"\n", "", "b", "c", ""),
                form(
                        "one TAB before names and values",
                        "\"\tuser_id\"\n\"\ta@b.c\"\n\"\t\tx\"\n\"\t\"\n",
                        "a@b.c",
                        "\tx",
                        ""),
                form(
                        "many scripts",
                        HEADER + "1,\u00e9\u05d0\u4f8b\ud83d\ude00@b.c\n",
                        "\u00e9\u05d0\u4f8b\ud83d\ude00@b.c"),
                form("no address at all", HEADER + "1,null\n2,\\N\n3, 0 \n", "null", "\\N", " 0 "),
                form("duplicates stay", HEADER + "1,a@b.c\n2,a@b.c\n", "a@b.c", "a@b.c"),
                form("CR in quotes at the end of a row", HEADER + "1,\"a\r\"\n2,b\n", "a\r", "b"),
                form("CR within quotes in the last column", HEADER + "1,\"a\rb\"\n2,c\n", "a\rb", "c"));
    }

    private static Arguments form(String name, String text, String... addresses) {
        return Arguments.of(name, text, List.of(addresses));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void reads(String name, String text, List<String> expected) {
        assertThat(addresses(file(directory, text))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void reads_gzipped(String name, String text, List<String> expected) {
        assertThat(addresses(file(directory, gzip(text)))).isEqualTo(expected);
    }

    @Test
    void reads_gzip_of_several_members() {
        byte[] octets = joined(gzip(HEADER + "1,a@b.c\n2,b"), gzip(""), gzip("@b.c\n"));
        assertThat(addresses(file(directory, octets))).containsExactly("a@b.c", "b@b.c");
    }

    @Test
    void numbers_the_rows_over_all_pages_and_counts_them() {
        Path file = file(directory, HEADER + "1,a\n2,b\n3,c\n4,d\n5,e\n");
        try (ExportReader reader = ExportReader.open(file, "user_id", List.of(), 2)) {
            assertThat(reader.rowsRead()).isZero();
            assertThat(reader.next().members()).extracting(Member::row).containsExactly(1L, 2L);
            assertThat(reader.rowsRead()).isEqualTo(2);
            assertThat(reader.next().members()).extracting(Member::row).containsExactly(3L, 4L);
            assertThat(reader.next().members()).containsExactly(new Member(5, "e", Map.of()));
            assertThat(reader.rowsRead()).isEqualTo(5);
            assertThat(reader.hasNext()).isFalse();
            assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void has_no_empty_last_page() {
        Path file = file(directory, HEADER + "1,a\n2,b\n");
        try (ExportReader reader = ExportReader.open(file, "user_id", List.of(), 2)) {
            reader.next();
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @Test
    void shares_the_empty_map_where_no_property_is_mapped() {
        assertThat(members(file(directory, HEADER + "1,a\n"), "user_id").get(0).properties())
                .isSameAs(Map.of());
    }

    @Test
    void reads_properties_by_their_name_or_with_gp_before_it() {
        Path file = file(directory, "user_id,plan,gp:Favourite Colour,other\na,pro,\"red, blue\",x\nb\nc,\"\tfree\"\n");
        assertThat(members(file, "user_id", "Favourite Colour", "plan"))
                .containsExactly(
                        new Member(1, "a", Map.of("plan", "pro", "Favourite Colour", "red, blue")),
                        new Member(2, "b", Map.of("plan", "", "Favourite Colour", "")),
                        new Member(3, "c", Map.of("plan", "free", "Favourite Colour", "")));
    }

    @Test
    void prefers_the_exact_name_to_the_one_with_gp() {
        Path file = file(directory, "gp:email,email,user_id\nx@b.c,a@b.c,u-1\n");
        assertThat(members(file, "email")).containsExactly(new Member(1, "a@b.c", Map.of()));
    }

    @Test
    void takes_the_address_from_a_property_that_may_be_mapped_too() {
        Path file = file(directory, "amplitude_id,user_id,gp:email\n1,u-1,a@b.c\n");
        assertThat(members(file, "email", "email", "user_id"))
                .containsExactly(new Member(1, "a@b.c", Map.of("email", "a@b.c", "user_id", "u-1")));
    }

    @Test
    void reads_a_long_field() {
        String long200k = "x".repeat(200_000);
        assertThat(addresses(file(directory, HEADER + "1,\"" + long200k + "\"\n")))
                .containsExactly(long200k);
    }
}
