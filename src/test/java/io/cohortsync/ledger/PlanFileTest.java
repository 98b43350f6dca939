package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortsync.ledger.PlannedChange.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {

    @TempDir
    Path folder;

    private PlanFile plans;

    private static final List<PlannedChange> CHANGES = List.of(
            new PlannedChange(
                    Action.LEAVE, 42, MemberState.PRESENT, MemberState.PENDING_REMOVE, "anna@example.com", null, 0),
            new PlannedChange(
                    Action.CHANGE,
                    Long.MAX_VALUE,
                    MemberState.PRESENT,
                    MemberState.PENDING_CHANGE,
                    "o'brien+\"x\",y@example.com",
                    TagsJson.write(Map.of("Na\"me", "line\r\nbreak, ünïcödé 🎈")),
                    Long.MIN_VALUE),
            new PlannedChange(
                    Action.RETRY,
                    43,
                    MemberState.PARKED_ADD,
                    MemberState.PENDING_REJOIN,
                    "berta@example.com",
                    "{\"raw\": \"a\nb\rc\"}",
                    7),
            new PlannedChange(Action.FORGET, 44, MemberState.REFUSED_ADD, null, "carla@example.com", null, 0),
            new PlannedChange(Action.JOIN, 0, null, MemberState.PENDING_ADD, "日本@例え.jp", null, 0));

    @BeforeEach
    void below_the_data_directory() {
        plans = new PlanFile(folder.resolve("plans"));
    }

    private static Plan plan(List<PlannedChange> changes) {
        return new Plan(5, PlanCounts.NONE, changes);
    }

    private List<PlannedChange> read() {
        List<PlannedChange> read = new ArrayList<>();
        plans.read("run", 5, PlanCounts.NONE).changes().forEach(read::add);
        return read;
    }

    @Test
    void a_plan_comes_back_as_it_was_and_more_than_once() {
        plans.write("run", plan(CHANGES));
        Plan read = plans.read("run", 5, PlanCounts.NONE);
        assertThat(read.ledgerVersion()).isEqualTo(5);
        assertThat(read.changes()).containsExactlyElementsOf(CHANGES);
        assertThat(read.changes()).containsExactlyElementsOf(CHANGES);
    }

    @Test
    void an_empty_plan_is_a_plan() {
        plans.write("run", plan(List.of()));
        assertThat(read()).isEmpty();
        assertThat(plans.lines("run", 10)).isEmpty();
    }

    @Test
    void a_later_plan_of_the_same_run_takes_its_place() {
        plans.write("run", plan(CHANGES));
        plans.write("run", plan(CHANGES.subList(0, 1)));
        assertThat(read()).containsExactly(CHANGES.get(0));
    }

    @Test
    void people_see_masked_addresses_and_only_what_changes() {
        plans.write("run", plan(CHANGES));
        assertThat(plans.lines("run", 10))
                .containsExactly(
                        new PlanFile.Line("leave", "a***@example.com"),
                        new PlanFile.Line("change", "o***@example.com"),
                        new PlanFile.Line("join", "日***@例え.jp"));
        assertThat(plans.lines("run", 1)).hasSize(1);
        assertThat(plans.lines("run", 0)).isEmpty();
        assertThat(plans.lines("other", 10)).isEmpty();
    }

    @Test
    void half_a_plan_is_never_carried_out() throws IOException {
        plans.write("run", plan(CHANGES));
        Path file = folder.resolve("plans/run.csv");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 2; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::read).isInstanceOf(RuntimeException.class).hasMessageNotContaining("@");
        }
    }

    @Test
    void a_plan_whose_making_fails_leaves_no_file() {
        Iterable<PlannedChange> broken = () -> {
            throw new IllegalStateException("ledger away");
        };
        assertThatThrownBy(() -> plans.write("run", new Plan(5, PlanCounts.NONE, broken)))
                .hasMessage("ledger away");
        assertThat(plans.exists("run")).isFalse();
    }

    @Test
    void a_deleted_plan_is_gone_and_may_be_deleted_again() throws IOException {
        plans.write("run", plan(CHANGES));
        plans.delete("run");
        plans.delete("run");
        assertThat(plans.exists("run")).isFalse();
        assertThatThrownBy(this::read).isInstanceOf(UncheckedIOException.class).hasMessageContaining("run");
        try (Stream<Path> left = Files.list(folder.resolve("plans"))) {
            assertThat(left).isEmpty();
        }
    }
}
