package io.cohortsync.member;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source on a thread of its own, a few elements ahead of who asks for them: while one processor parses, the other
 * works on what is parsed. Elements and failures come in the source's order. To be used by one thread and to be closed; it is
 * a {@link Closeable} because Camel's splitter closes no other iterator.
 *
 * @param <T> never null
 */
public final class ReadAhead<T> implements Iterator<T>, Closeable {

    private static final int AHEAD = 8;
    private static final long LOOK_EVERY_MILLIS = 100;

    private final BlockingQueue<Read<T>> queue = new ArrayBlockingQueue<>(AHEAD);
    private volatile boolean closed;
    private volatile boolean ended;
    private @Nullable Read<T> next;

    /** What the source gave: an element, a failure, or neither at its end. */
    private record Read<T>(@Nullable T element, @Nullable Throwable failure) {}

    /**
     * Starts to read.
     *
     * @param source is closed on the thread that reads it, at its end or soon after {@link #close}; at once if the executor
     *     takes no more
     */
    public <S extends Iterator<T> & Closeable> ReadAhead(S source, Executor executor) {
        try {
            executor.execute(() -> readAndClose(source));
        } catch (RejectedExecutionException e) {
            closed(source);
            throw e;
        }
    }

    /** An Error is handed on, too: who waits for the next element must not wait for ever. */
    private <S extends Iterator<T> & Closeable> void readAndClose(S source) {
        try (source) {
            while (!closed && source.hasNext()) {
                put(new Read<>(source.next(), null));
            }
            put(new Read<>(null, null));
        } catch (Throwable failure) {
            put(new Read<>(null, failure));
        } finally {
            ended = true;
        }
    }

    private static void closed(Closeable source) {
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for room, and gives up when nobody takes anything any more. */
    private void put(Read<T> read) {
        boolean put = false;
        while (!put && !closed) {
            try {
                put = queue.offer(read, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /** Waits for the source; throws what the source threw. */
    @Override
    public boolean hasNext() {
        Read<T> read = peek();
        if (read.failure() instanceof RuntimeException failure) {
            throw failure;
        }
        if (read.failure() != null) {
            throw new IllegalStateException("the file could not be read to its end", read.failure());
        }
        return read.element() != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T element = peek().element();
        next = null;
        return element;
    }

    private Read<T> peek() {
        while (next == null) {
            boolean last = ended || closed;
            next = poll();
            if (next == null && last) {
                throw new IllegalStateException("nobody reads the file any more");
            }
        }
        return next;
    }

    private @Nullable Read<T> poll() {
        try {
            return queue.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("interrupted while the file was read", e);
        }
    }

    /** Stops reading. */
    @Override
    public void close() {
        closed = true;
    }
}
