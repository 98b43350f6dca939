package io.cohortsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/**
 * Rows of JSON as a table.
 *
 * @param columns from left to right
 */
record Table(List<Heading> columns) {

    private static final int GAP = 2;

    /**
     * One column.
     *
     * @param name its heading
     * @param cell what stands in it for a row
     */
    record Heading(String name, Function<JsonNode, String> cell) {

        /** @param pointer JSON pointer into the row; nothing there shows as {@code -} */
        static Heading of(String name, String pointer) {
            return new Heading(name, row -> text(row.at(pointer)));
        }

        /** @param pointer to an instant; shown to the minute, in UTC */
        static Heading time(String name, String pointer) {
            return new Heading(name, row -> Words.minute(row.at(pointer)));
        }

        private static String text(JsonNode value) {
            return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? "-" : value.asText();
        }
    }

    static Table of(Heading... columns) {
        return new Table(List.of(columns));
    }

    /** @param rows an array */
    String of(JsonNode rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Heading::name).toList());
        rows.forEach(row -> lines.add(
                columns.stream().map(column -> column.cell().apply(row)).toList()));
        TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), widths(lines));
        lines.forEach(line -> table.addRowValues(line.toArray(String[]::new)));
        return table.toString().stripTrailing();
    }

    private Column[] widths(List<List<String>> lines) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> new Column(
                        GAP
                                + lines.stream()
                                        .mapToInt(line -> line.get(i).length())
                                        .max()
                                        .orElse(0),
                        0,
                        Column.Overflow.TRUNCATE))
                .toArray(Column[]::new);
    }
}
