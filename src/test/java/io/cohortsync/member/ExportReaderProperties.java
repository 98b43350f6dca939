package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ExportReaderProperties {

    private static Path directory;

    @BeforeContainer
    static void create_directory() throws IOException {
        directory = Files.createTempDirectory("exports");
    }

    @AfterContainer
    static void delete_directory() throws IOException {
        Files.delete(directory);
    }

    @Property(tries = 500)
    void reads_what_was_written(@ForAll("values") List<String> values, @ForAll boolean gzip) throws IOException {
        byte[] octets = gzip ? ExportFiles.gzip(csv(values)) : csv(values).getBytes("UTF-8");
        assertThat(addressesOf(octets)).isEqualTo(values);
    }

    /** Of a cut file at most the last value may be wrong, and only where the cut is not inside of quotes. */
    @Property(tries = 500)
    void never_invents_a_row_from_a_cut_file(
            @ForAll("values") List<String> values, @ForAll @IntRange(max = 200) int cut) throws IOException {
        String text = csv(values);
        String head = text.substring(0, Math.max(0, text.length() - cut));
        try {
            List<String> read = addressesOf(head.getBytes("UTF-8"));
            assertThat(quotes(head)).isEven();
            int whole = Math.max(0, read.size() - 1);
            assertThat(read.subList(0, whole)).isEqualTo(values.subList(0, whole));
        } catch (ExportUnusableException e) {
            assertThat(head.length()).isLessThan(text.length());
        }
    }

    private static int quotes(String text) {
        return (int) text.chars().filter(c -> c == '"').count();
    }

    private static List<String> addressesOf(byte[] octets) throws IOException {
        Path file = ExportFiles.file(directory, octets);
        try {
            return ExportFiles.addresses(file);
        } finally {
            Files.delete(file);
        }
    }

    private static String csv(List<String> values) {
        return values.stream()
                .map(value -> "\"1\",\"" + value.replace("\"", "\"\"") + "\"\n")
                .collect(Collectors.joining("", "\"amplitude_id\",\"user_id\"\n", ""));
    }

    @Provide
    Arbitrary<List<String>> values() {
        return Arbitraries.strings()
                .withChars("ab@.,\"\n\r\u00fc\u4f8b\0")
                .ofMaxLength(12)
                .list()
                .ofMaxSize(12);
    }
}
