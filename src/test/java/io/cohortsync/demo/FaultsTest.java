package io.cohortsync.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Faults faults = new Faults();

    @Test
    void queued_faults_happen_in_order_then_the_standing_one() {
        faults.next(Endpoints.PUSHWOOSH_JOB, Fault.of(FaultKind.PASS), 2)
                .next(Endpoints.PUSHWOOSH_JOB, FaultKind.SERVER_ERROR)
                .always(Endpoints.PUSHWOOSH_JOB, FaultKind.UNAUTHORIZED);

        assertThat(Stream.generate(() -> faults.take(Endpoints.PUSHWOOSH_JOB))
                        .limit(5)
                        .map(Fault::toString))
                .containsExactly("pass", "pass", "server-error", "unauthorized", "unauthorized");
        assertThat(faults.take(Endpoints.AMPLITUDE_LIST)).isEqualTo(Fault.NONE);
    }

    @Test
    void shows_what_is_to_come_and_forgets_it() {
        faults.next(Endpoints.AMPLITUDE_FILE, Fault.of(FaultKind.ROWS_CUT, 40), 2)
                .always(Endpoints.AMPLITUDE_FILE, FaultKind.OK_HTML)
                .next(Endpoints.AMPLITUDE_LIST, FaultKind.OK_EMPTY);

        assertThat(faults.pending())
                .containsEntry(Endpoints.AMPLITUDE_FILE, "[rows-cut:40 x2][ok-html always]")
                .containsEntry(Endpoints.AMPLITUDE_LIST, "[ok-empty x1]");
        faults.take(Endpoints.AMPLITUDE_LIST);
        assertThat(faults.pending()).doesNotContainKey(Endpoints.AMPLITUDE_LIST);
        faults.clear(Endpoints.AMPLITUDE_FILE);
        assertThat(faults.pending()).isEmpty();
        faults.always(Endpoints.AMPLITUDE_LIST, FaultKind.OK_EMPTY).clear();
        assertThat(faults.take(Endpoints.AMPLITUDE_LIST)).isEqualTo(Fault.NONE);
    }

    @Test
    void every_kind_has_a_name_that_reads_back() {
        assertThat(FaultKind.values())
                .allSatisfy(kind -> assertThat(Fault.parse(kind.kebab())).isEqualTo(Fault.of(kind)));
        assertThat(Arrays.stream(FaultKind.values()).map(FaultKind::kebab))
                .allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(Fault.parse("status-unknown:JOB LOST: twice").argument()).isEqualTo("JOB LOST: twice");
        assertThat(Fault.parse("rows-cut:40").toString()).isEqualTo("rows-cut:40");
        assertThat(Fault.skipping(List.of("a", "b")).names("b")).isTrue();
        assertThat(Fault.skipping(List.of("a", "b")).names("c")).isFalse();
    }

    @Test
    void refuses_what_cannot_happen_in_one_sentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("gremlins"))
                .withMessageStartingWith("There is no fault named 'gremlins'; the names are [pass, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.always("nowhere", FaultKind.PASS))
                .withMessageStartingWith("There is no endpoint named 'nowhere'; the names are [amplitude.list, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.next(Endpoints.PUSHWOOSH_JOB, FaultKind.GZIP_CUT))
                .withMessage("The fault 'gzip-cut' cannot happen on pushwoosh.job; it can on "
                        + "[amplitude.file, amplitude.store].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("rows-cut:half"))
                .withMessage("The fault 'rows-cut' takes a whole number, not 'half'.");
        assertThatIllegalArgumentException().isThrownBy(() -> faults.next(Endpoints.PUSHWOOSH_JOB, Fault.NONE, 0));
    }
}
