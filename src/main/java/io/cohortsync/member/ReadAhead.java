package io.cohortsync.member;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source on a thread of its own, a few elements ahead of who asks for them: while one processor parses, the other
 * works on what is parsed. Elements and failures come in the source's order. To be used by one thread and to be closed.
 *
 * @param <T> never null
 */
public final class ReadAhead<T> implements Iterator<T>, AutoCloseable {

    private static final int AHEAD = 8;

    private final BlockingQueue<Read<T>> queue = new ArrayBlockingQueue<>(AHEAD);
    private final FutureTask<Void> reading;
    private @Nullable Read<T> next;

    /** What the source gave: an element, a failure, or neither at its end. */
    private record Read<T>(@Nullable T element, @Nullable RuntimeException failure) {}

    /**
     * Starts to read.
     *
     * @param source is closed on the thread that reads it, at its end or soon after {@link #close}
     */
    public <S extends Iterator<T> & AutoCloseable> ReadAhead(S source, Executor executor) {
        reading = new FutureTask<>(() -> {
            try (source) {
                read(source);
            }
            return null;
        });
        executor.execute(reading);
    }

    private void read(Iterator<T> source) throws InterruptedException {
        try {
            while (source.hasNext()) {
                queue.put(new Read<>(source.next(), null));
            }
            queue.put(new Read<>(null, null));
        } catch (RuntimeException e) {
            queue.put(new Read<>(null, e));
        }
    }

    /** Waits for the source; throws what the source threw. */
    @Override
    public boolean hasNext() {
        Read<T> read = peek();
        if (read.failure() != null) {
            throw read.failure();
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
        if (next == null) {
            try {
                next = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the file was read", e);
            }
        }
        return next;
    }

    /** Stops reading. */
    @Override
    public void close() {
        reading.cancel(true);
    }
}
