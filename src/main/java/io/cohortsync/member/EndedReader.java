package io.cohortsync.member;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;

/** A text in three parts: a beginning that was read ahead, the rest, and a fixed end. */
final class EndedReader extends Reader {

    private final Reader rest;
    private final Reader[] parts;
    private int current;

    EndedReader(String beginning, Reader rest, String end) {
        this.rest = rest;
        this.parts = new Reader[] {new StringReader(beginning), rest, new StringReader(end)};
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (current < parts.length) {
            int count = parts[current].read(target, offset, length);
            if (count >= 0) {
                return count;
            }
            current++;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
