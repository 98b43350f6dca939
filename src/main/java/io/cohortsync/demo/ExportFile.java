package io.cohortsync.demo;

import java.util.Arrays;

/** The body of an export, whole or damaged (facts/amplitude §1.8 and §8.3). */
final class ExportFile {
    private static final String CSV = "text/csv; charset=utf-8";

    private ExportFile() {}

    static Reply answer(Export export, Fault asked, boolean gzip) {
        Fault fault = asked.inside();
        byte[] zipped = export.gzipped();
        return switch (fault.kind()) {
            case PASS -> reply(zipped, gzip);
            case GZIP_CUT -> encoded(Arrays.copyOf(zipped, zipped.length / 2));
            case GZIP_CORRUPT -> encoded(corrupt(zipped));
            case LENGTH_TOO_LONG -> reply(zipped, gzip).ending(Reply.Ending.PROMISES_MORE);
            default -> {
                byte[] damaged = CsvDamage.of(fault, ExportContent.gunzip(zipped));
                yield reply(ExportContent.gzip(out -> out.write(damaged)), gzip);
            }
        };
    }

    private static Reply reply(byte[] zipped, boolean gzip) {
        return gzip ? encoded(zipped) : Reply.of(200, CSV, ExportContent.gunzip(zipped));
    }

    /** Gzip whether or not the client asked for it (facts/amplitude §1.8). */
    private static Reply encoded(byte[] zipped) {
        return Reply.of(200, CSV, zipped).with("Content-Encoding", "gzip");
    }

    /** Every row still inflates; only the checksum at the end tells. */
    private static byte[] corrupt(byte[] zipped) {
        byte[] copy = zipped.clone();
        copy[copy.length - 8] ^= 0x55;
        return copy;
    }
}
