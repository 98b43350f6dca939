package io.cohortsync.member;

import static io.cohortsync.member.ExportFiles.addresses;
import static io.cohortsync.member.ExportFiles.file;
import static io.cohortsync.member.ExportFiles.gzip;
import static io.cohortsync.member.ExportFiles.joined;
import static io.cohortsync.member.ExportFiles.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportReaderRefusalTest {

    private static final String HEADER = "\"amplitude_id\",\"user_id\"\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|the export is empty: expected a CSV header row",
                "~ \n\t\r\n ~|the export is empty: expected a CSV header row",
                "~\uFEFF~|the export is empty: expected a CSV header row",
                "~\n <!DOCTYPE html><p>a@b.c~|the export is HTML or XML: expected CSV with a header row",
                "~<?xml version='1.0'?><Error>~|the export is HTML or XML: expected CSV with a header row",
                "~\uFEFF{\"user_id\":\"a@b.c\"}~|the export is JSON: expected CSV with a header row",
                "~[\"a@b.c\"]~|the export is JSON: expected CSV with a header row",
                "~amplitude_id,USER_ID\n1,a@b.c\n~|the export has no column 'user_id' for the members' addresses; it has 'amplitude_id', 'USER_ID'",
                "~1,alice@example.com\n~|the export has no column 'user_id' for the members' addresses; it has '1', 'a***@example.com'",
                "~user_id,x,user_id\na@b.c,1,b@b.c\n~|the export has the column 'user_id' more than once: expected it once",
            })
    void refuses_at_the_start(String text, String sentence) {
        assertThat(refusal(file(directory, text))).hasMessage(sentence);
        assertThat(refusal(file(directory, gzip(text)))).hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"amplitude_id\",\"user_",
                "\"amplitude_id\",\"user_id\"\n\"1\",\"a@b.c",
                "\"amplitude_id\",\"user_id\"\n\"1\",\"a@b.c\n",
                "\"amplitude_id\",\"user_id\"\n\"1\",\"a@b.c\"\n\"2\",\"",
                "\"amplitude_id\",\"user_id\"\n\"1\",\"a@b.c\"\n\"",
                "\"amplitude_id\",\"user_id\"\n\"1\",\"a@b.c\"\n\"2\",\"b\"\"",
                "\"amplitude_id\",\"user_id\",\"x\"\n\"1\",\"a@b.c\",\"cut in a column that nobody wants",
            })
    void refuses_what_ends_inside_a_quoted_field(String text) {
        assertThat(refusal(file(directory, text)))
                .hasMessageMatching("the export is broken after data row [01]: it ends inside a quoted field, .*");
    }

    @Test
    void gives_out_no_row_that_was_cut_however_often_it_is_asked() {
        Path file = file(directory, HEADER + "\"1\",\"a@b.c\"\n\"2\",\"b@b.c\"\n\"3\",\"bob@b.c");
        try (ExportReader reader = ExportReader.open(file, "user_id", List.of(), 1)) {
            assertThat(reader.next().members()).extracting(Member::address).containsExactly("a@b.c");
            for (int i = 0; i < 3; i++) {
                assertThat(reader.hasNext()).isTrue();
                assertThatThrownBy(reader::next).isInstanceOf(ExportUnusableException.class);
            }
            assertThat(reader.rowsRead()).isEqualTo(1);
        }
    }

    @Test
    void stays_refused_after_damaged_gzip() {
        byte[] whole = gzip(HEADER + "1,a@b.c\n".repeat(100_000));
        Path file = file(directory, Arrays.copyOf(whole, whole.length - 1));
        try (ExportReader reader = ExportReader.open(file, "user_id", List.of(), 1_000_000)) {
            assertThatThrownBy(reader::next).isInstanceOf(ExportUnusableException.class);
            assertThatThrownBy(reader::next).isInstanceOf(ExportUnusableException.class);
        }
    }

    @Test
    void refuses_a_lost_quote_further_up() {
        String text = HEADER + "\"1\",\"a@b.c\"\n\"2\",\"bob@b.c\n\"3\",\"carol@b.c\"\n";
        assertThat(refusal(file(directory, text)))
                .hasMessage(
                        "the export is broken after data row 1: it ends inside a quoted field, or a closing quote is"
                                + " followed by more than a comma or a new line, or a field has more than 1048576 characters")
                .hasNoCause();
    }

    @Test
    void refuses_an_absurdly_long_field() {
        String text = HEADER + "\"1\",\"" + "x".repeat(ExportReader.MAX_FIELD + 10) + "\"\n";
        assertThat(refusal(file(directory, text))).hasMessageStartingWith("the export is broken after data row 0");
    }

    @Test
    void refuses_an_absurdly_wide_header() {
        assertThat(refusal(file(directory, "x,".repeat(6_000) + "user_id\n")))
                .hasMessage("the export's header has more than 5000 columns");
    }

    @Test
    void shows_few_column_names_and_little_of_each() {
        String text = ("x".repeat(100) + ",").repeat(30) + "\u001b[31m\n";
        assertThat(refusal(file(directory, text)).getMessage())
                .hasSizeLessThan(1_100)
                .contains("'" + "x".repeat(40) + "'")
                .endsWith(" and 11 more");
    }

    @Test
    void refuses_a_mapped_property_that_is_there_twice() {
        Path file = file(directory, "user_id,gp:plan,gp:plan\na,1,2\n");
        assertThatThrownBy(() -> members(file, "user_id", "plan"))
                .isInstanceOf(ExportUnusableException.class)
                .hasMessage("the export has the column 'gp:plan' more than once: expected it once");
    }

    @Test
    void does_not_take_a_property_called_user_id_for_the_user_id() {
        assertThat(refusal(file(directory, "amplitude_id,gp:user_id\n1,a@b.c\n")))
                .hasMessageContaining("no column 'user_id'");
    }

    @Test
    void refuses_a_file_without_a_mapped_property() {
        Path file = file(directory, "user_id,plan\na@b.c,pro\n");
        assertThatThrownBy(() -> ExportReader.open(file, "user_id", List.of("plan", "city"), 10))
                .isInstanceOf(ExportUnusableException.class)
                .hasMessage("the export has no column 'city' for a property that is sent with the members;"
                        + " it has 'user_id', 'plan'");
    }

    @Test
    void refuses_malformed_utf_8() {
        byte[] octets = (HEADER + "1,b\u00fccher@b.c\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refusal(file(directory, octets))).hasMessageStartingWith("the export is not UTF-8");
        byte[] cut = Arrays.copyOf("user_id\n\u00fc".getBytes(StandardCharsets.UTF_8), 9);
        assertThat(refusal(file(directory, cut))).hasMessageStartingWith("the export is not UTF-8");
    }

    @Test
    void refuses_gzip_that_is_cut_anywhere() {
        byte[] whole = joined(gzip(HEADER + "1,a@b.c\n"), gzip("2,b@b.c\n"));
        int first = gzip(HEADER + "1,a@b.c\n").length;
        for (int length = 2; length < whole.length; length++) {
            Path file = file(directory, Arrays.copyOf(whole, length));
            if (length == first) {
                assertThat(addresses(file)).as("a whole member is a whole file").hasSize(1);
            } else {
                assertThat(refusal(file))
                        .as("cut to %d octets", length)
                        .hasMessageStartingWith("the export's gzip data");
            }
        }
    }

    @Test
    void refuses_gzip_with_a_wrong_octet_in_its_data_or_trailer() {
        byte[] whole = gzip(HEADER + "1,alice@example.com\n2,bob@example.com\n");
        for (int i = 10; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            assertThat(refusal(file(directory, damaged))).as("octet %d", i).isNotNull();
        }
    }

    @Test
    void refuses_what_follows_the_gzip_data() {
        byte[] whole = gzip(HEADER + "1,a@b.c\n");
        for (String rest : List.of("x", "\0\0", "<html>an error page after the data</html>")) {
            Path file = file(directory, joined(whole, rest.getBytes(StandardCharsets.UTF_8)));
            assertThat(refusal(file)).as(rest).hasMessageStartingWith("the export's gzip data is cut or damaged");
        }
    }

    @Test
    void does_not_call_a_missing_file_unusable() {
        assertThatThrownBy(() -> addresses(directory.resolve("none"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void refuses_a_page_without_members() {
        assertThatThrownBy(() -> ExportReader.open(directory, "user_id", List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ExportUnusableException refusal(Path file) {
        ExportUnusableException refusal = catchThrowableOfType(ExportUnusableException.class, () -> addresses(file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("a@b.c", "alice@", "bob@", "carol@");
        return refusal;
    }
}
