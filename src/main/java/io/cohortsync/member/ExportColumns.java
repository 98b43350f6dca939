package io.cohortsync.member;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the wanted columns stand in an export's header. Amplitude writes user properties by their name or with
 * {@code gp:} before it, which of the two is not documented (facts/amplitude §1.8); a column with the exact name wins.
 */
final class ExportColumns {

    private static final String USER_ID = "user_id";
    private static final String USER_PROPERTY = "gp:";
    private static final int NAMES_SHOWN = 20;
    private static final int NAME_SHOWN = 40;

    private final List<String> header;
    private final List<Integer> columns = new ArrayList<>();
    /** Slot in a row by property name, in the order asked for. */
    private final Map<String, Integer> slotOfProperty = new LinkedHashMap<>();

    /** @throws ExportUnusableException if a wanted column is missing, or is there twice */
    ExportColumns(String[] header, String identityColumn, List<String> propertyColumns) {
        this.header = List.of(header);
        columns.add(required(identityColumn, "the members' addresses"));
        propertyColumns.forEach(this::addProperty);
    }

    /** Column numbers for {@link RowHandler#want}; the first is the identity's. */
    int[] wanted() {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A row's properties by name; the shared empty map if none was asked for. */
    Map<String, String> properties(String[] row) {
        if (slotOfProperty.isEmpty()) {
            return Map.of();
        }
        Map<String, String> properties = new LinkedHashMap<>();
        slotOfProperty.forEach((name, slot) -> properties.put(name, row[slot]));
        return Collections.unmodifiableMap(properties);
    }

    private void addProperty(String name) {
        int column = required(name, "a property that is sent with the members");
        if (!columns.contains(column)) {
            columns.add(column);
        }
        slotOfProperty.put(name, columns.indexOf(column));
    }

    private int required(String name, String what) {
        int column = columnOf(name);
        if (column < 0) {
            throw new ExportUnusableException(
                    "the export has no column '" + shown(name) + "' for " + what + "; it has " + namesShown());
        }
        return column;
    }

    private int columnOf(String name) {
        int column = uniqueColumn(name);
        return column >= 0 || name.equals(USER_ID) ? column : uniqueColumn(USER_PROPERTY + name);
    }

    private int uniqueColumn(String name) {
        int first = header.indexOf(name);
        if (first != header.lastIndexOf(name)) {
            throw new ExportUnusableException(
                    "the export has the column '" + shown(name) + "' more than once: expected it once");
        }
        return first;
    }

    /** A file without a header shows its first row here, so whatever may be an address is masked. */
    private String namesShown() {
        String names = header.stream()
                .limit(NAMES_SHOWN)
                .map(name -> "'" + shown(name) + "'")
                .collect(Collectors.joining(", "));
        int more = header.size() - NAMES_SHOWN;
        return more > 0 ? names + " and " + more + " more" : names;
    }

    private static String shown(String name) {
        boolean plain = name.chars().noneMatch(c -> c == '@' || c == '\uFF20');
        String cut = MaskedAddress.printable(name, NAME_SHOWN);
        return plain ? cut : MaskedAddress.mask(name);
    }
}
