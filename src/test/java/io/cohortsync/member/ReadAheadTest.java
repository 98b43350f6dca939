package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Numbers from 0 on; it knows when it is closed. */
    private static final class Numbers implements Iterator<Integer>, Closeable {
        private final int count;
        private final @Nullable Throwable failure;
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile int given;

        private Numbers(int count, @Nullable Throwable failure) {
            this.count = count;
            this.failure = failure;
        }

        @Override
        public boolean hasNext() {
            return failure != null || given < count;
        }

        @Override
        public Integer next() {
            if (given == count) {
                throw ReadAheadTest.<RuntimeException>unchecked(failure);
            }
            return given++;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @AfterEach
    void no_thread_is_left() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void gives_everything_in_order_and_closes_the_source() throws InterruptedException {
        Numbers numbers = new Numbers(1_000, null);
        List<Integer> read = new ArrayList<>();
        try (ReadAhead<Integer> ahead = new ReadAhead<>(numbers, threads)) {
            ahead.forEachRemaining(read::add);
            assertThat(ahead.hasNext()).isFalse();
            assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(read).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(numbers.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_failure_comes_after_what_was_read_before_it_and_stays() {
        try (ReadAhead<Integer> ahead =
                new ReadAhead<>(new Numbers(3, new ExportUnusableException("broken after 3")), threads)) {
            assertThat(List.of(ahead.next(), ahead.next(), ahead.next())).containsExactly(0, 1, 2);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(ahead::hasNext)
                        .isInstanceOf(ExportUnusableException.class)
                        .hasMessage("broken after 3");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Who waits for the next element must not wait for ever. */
    @Test
    void an_error_is_handed_on_as_a_failure_that_ends_a_run() {
        Numbers numbers = new Numbers(1, new OutOfMemoryError("no heap left"));
        try (ReadAhead<Integer> ahead = new ReadAhead<>(numbers, threads)) {
            ahead.next();
            assertThatThrownBy(ahead::hasNext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void a_thread_that_never_reads_lets_nobody_wait() {
        Numbers numbers = new Numbers(1, null);
        try (ReadAhead<Integer> ahead = new ReadAhead<>(numbers, task -> {})) {
            ahead.close();
            assertThatThrownBy(ahead::hasNext).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_no_thread_takes_is_closed() {
        Numbers numbers = new Numbers(1, null);
        assertThatThrownBy(() -> new ReadAhead<>(numbers, task -> {
                    throw new RejectedExecutionException("stopped");
                }))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(numbers.closed.getCount()).isZero();
    }

    /** A run that fails in the middle of a file does not read on, and lets go of the file. */
    @Test
    void when_it_is_closed_the_source_is_closed_and_not_read_to_its_end() throws InterruptedException {
        Numbers numbers = new Numbers(1_000_000, null);
        try (ReadAhead<Integer> ahead = new ReadAhead<>(numbers, threads)) {
            ahead.next();
        }
        assertThat(numbers.closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(numbers.given).isLessThan(100);
    }
}
