package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortsync.ledger.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do for the audit. */
abstract class AuditBookContract {

    private final TestDatabase database;
    private final AuditBook book;

    AuditBookContract(TestDatabase database) {
        this.database = database;
        this.book = new AuditBook(database.client());
    }

    @BeforeEach
    void nothing_was_done() {
        database.empty();
    }

    @Test
    void an_entry_is_asked_and_then_ended() {
        long entry = book.ask("ops", AuditAction.DRY_RUN, "vip", null);
        AuditEntry asked = book.list(null, 10).get(0);
        book.end(entry, new AuditEnd("done", "r1", null));

        assertThat(asked.outcome()).isEqualTo("asked");
        assertThat(asked.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(book.list(null, 10))
                .containsExactly(new AuditEntry(asked.at(), "ops", "dry-run", "vip", "r1", "done", null));
    }

    @Test
    void a_refusal_keeps_the_run_that_was_meant() {
        long entry = book.ask("ops", AuditAction.APPROVE, "vip", "r1");
        book.end(entry, new AuditEnd("refused", null, "not held"));

        assertThat(book.list(null, 10)).singleElement().satisfies(it -> {
            assertThat(it.run()).isEqualTo("r1");
            assertThat(it.reason()).isEqualTo("not held");
        });
    }

    @Test
    void lists_the_newest_first_of_one_sync_or_of_all() {
        book.ask("a", AuditAction.PAUSE, "vip", null);
        book.ask("b", AuditAction.RELOAD, null, null);
        book.ask("c", AuditAction.RESUME, "vip", null);

        assertThat(book.list(null, 2)).extracting(AuditEntry::who).containsExactly("c", "b");
        assertThat(book.list("vip", 10)).extracting(AuditEntry::who).containsExactly("c", "a");
        assertThat(book.list("nothing", 10)).isEmpty();
    }
}
