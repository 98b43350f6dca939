package io.cohortsync.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns the text of an export into one that must be refused, or parsed all the same (facts/amplitude §8.3). */
final class CsvDamage {
    private CsvDamage() {}

    static byte[] of(Fault fault, byte[] csv) {
        return switch (fault.kind()) {
            case UNCLOSED_QUOTE -> unclosed(csv);
            case NO_USER_ID_COLUMN -> join(utf8(header(csv).replace("user_id", "external_id")), rows(csv));
            case FILE_HTML -> utf8("<html><body><h1>Sign in</h1></body></html>\n");
            case FILE_JSON -> utf8("{\"error\":{\"http_code\":500,\"type\":\"unspecified\",\"metadata\":{}}}");
            case FILE_EMPTY -> new byte[0];
            case HEADER_ONLY -> utf8(header(csv));
            case ROWS_CUT -> cut(csv, fault.number(50));
            case BYTE_ORDER_MARK -> join(utf8("\uFEFF"), csv);
            case CRLF -> utf8(text(csv).replace("\r\n", "\n").replace("\n", "\r\n"));
            case LEADING_TABS -> utf8(text(csv).replaceAll("(?m)(^|,)\"(?!\"(,|$))", "$1\"\t"));
            default -> csv;
        };
    }

    /** A quote opens at the beginning of the row in the middle and nothing ever closes it. */
    private static byte[] unclosed(byte[] csv) {
        int middle = csv.length / 2;
        while (middle > 0 && csv[middle - 1] != '\n') {
            middle--;
        }
        String rest = text(Arrays.copyOfRange(csv, middle, csv.length));
        return join(Arrays.copyOf(csv, middle), utf8("\"" + rest.replace("\"", "")));
    }

    /** By line feeds: a record that spans lines may be cut inside. */
    private static byte[] cut(byte[] csv, int percent) {
        long lines = 0;
        for (byte b : csv) {
            lines += b == '\n' ? 1 : 0;
        }
        long keep = 1 + (lines - 1) * percent / 100;
        int end = 0;
        for (long kept = 0; kept < keep && end < csv.length; end++) {
            kept += csv[end] == '\n' ? 1 : 0;
        }
        return Arrays.copyOf(csv, end);
    }

    private static String header(byte[] csv) {
        String text = text(csv);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static byte[] rows(byte[] csv) {
        return Arrays.copyOfRange(csv, utf8(header(csv)).length, csv.length);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static String text(byte[] csv) {
        return new String(csv, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
