package io.cohortsync.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.config.GuardLimits;
import io.cohortsync.ledger.PlanCounts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardCheckTest {

    private static Optional<String> check(
            double ratio,
            int leavers,
            double valid,
            boolean empty,
            long rows,
            long usable,
            @Nullable Long size,
            long left,
            long before) {
        PlanCounts plan = new PlanCounts(0, left, 0, usable, before);
        return GuardCheck.check(
                new GuardLimits(ratio, leavers, valid, 0.9, empty),
                new GuardCheck.Facts(rows, usable, size, true, true, plan));
    }

    /** Words by which each check is known; the empty cell: nothing trips. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what                              | ratio | max | valid | empty | rows | usable | size | left | before | trips
            a quiet day                         | 0.5   | 0   | 0.1   | false | 100  | 100    | 100  | 3    | 103    |
            the first run                       | 0.5   | 0   | 0.1   | false | 100  | 100    | 100  | 0    | 0      |
            leavers exactly at the ratio        | 0.5   | 0   | 0.1   | false | 50   | 50     | 50   | 50   | 100    |
            one leaver above the ratio          | 0.5   | 0   | 0.1   | false | 49   | 49     | 49   | 51   | 100    | max-leavers-ratio
            at a ratio that is no binary number | 0.29  | 0   | 0.1   | false | 71   | 71     | 71   | 29   | 100    |
            above it                            | 0.29  | 0   | 0.1   | false | 70   | 70     | 70   | 30   | 100    | max-leavers-ratio
            everybody leaves, check off         | 1     | 0   | 0.1   | true  | 0    | 0      | 100  | 100  | 100    |
            nobody may leave, nobody does       | 0     | 0   | 0.1   | false | 100  | 100    | 100  | 0    | 100    |
            nobody may leave, one does          | 0     | 0   | 0.1   | false | 99   | 99     | 99   | 1    | 100    | max-leavers-ratio
            leavers exactly at the limit        | 1     | 7   | 0.1   | false | 93   | 93     | 93   | 7    | 100    |
            one above the limit                 | 1     | 7   | 0.1   | false | 92   | 92     | 92   | 8    | 100    | max-leavers 7
            the limit stands in a large cohort  | 0.5   | 7   | 0.1   | false | 9999 | 9999   | 9999 | 8    | 10007  | max-leavers 7
            empty                               | 1     | 0   | 0.1   | false | 0    | 0      | 0    | 0    | 0      | allow-empty
            empty and allowed                   | 1     | 0   | 0.1   | true  | 0    | 0      | 0    | 0    | 0      |
            empty and allowed, audience full    | 0.5   | 0   | 0.1   | true  | 0    | 0      | 0    | 9    | 9      | max-leavers-ratio
            rows without one valid address      | 1     | 0   | 0     | false | 10   | 0      | 10   | 0    | 0      | allow-empty
            valid exactly at the ratio          | 0.5   | 0   | 0.1   | false | 100  | 10     | 100  | 0    | 0      |
            valid below the ratio               | 0.5   | 0   | 0.1   | false | 100  | 9      | 100  | 0    | 0      | min-valid-ratio
            valid at a ratio not binary         | 0.5   | 0   | 0.07  | false | 100  | 7      | 100  | 0    | 0      |
            all must be valid, all are          | 0.5   | 0   | 1     | false | 100  | 100    | 100  | 0    | 0      |
            all must be valid, one is not       | 0.5   | 0   | 1     | false | 100  | 99     | 100  | 0    | 0      | min-valid-ratio
            rows exactly as few as the ratio    | 0.5   | 0   | 0.1   | false | 90   | 90     | 100  | 0    | 0      |
            fewer rows than that                | 0.5   | 0   | 0.1   | false | 89   | 89     | 100  | 0    | 0      | Amplitude's list
            as few, of a size not even          | 0.5   | 0   | 0.1   | false | 9    | 9      | 10   | 0    | 0      |
            fewer rows, check off               | 1     | 0   | 0.1   | false | 1    | 1      | 100  | 0    | 0      |
            more rows than the list says        | 0.5   | 0   | 0.1   | false | 300  | 300    | 100  | 0    | 0      |
            size unknown                        | 0.5   | 0   | 0.1   | false | 1    | 1      |      | 0    | 0      |
            size unknown, leavers count         | 0.5   | 0   | 0.1   | false | 1    | 1      |      | 9    | 10     | max-leavers-ratio
            additive: nobody leaves             | 0.5   | 1   | 0.1   | false | 10   | 10     | 10   | 0    | 1000   |
            additive: a cut export is held too  | 0.5   | 1   | 0.1   | false | 10   | 10     | 1000 | 0    | 1000   | Amplitude's list
            """)
    void holds_a_plan_beyond_the_limits(
            String what,
            double ratio,
            int leavers,
            double valid,
            boolean empty,
            long rows,
            long usable,
            @Nullable Long size,
            long left,
            long before,
            @Nullable String trips) {
        Optional<String> held = check(ratio, leavers, valid, empty, rows, usable, size, left, before);
        List<String> words = Stream.of(
                        "would leave (max-leavers-ratio",
                        "max-leavers 7",
                        "allow-empty",
                        "min-valid-ratio",
                        "Amplitude's list")
                .filter(word -> held.orElse("").contains(word))
                .toList();
        if (trips == null) {
            assertThat(held).isEmpty();
        } else {
            assertThat(words).hasSize(1).first().asString().contains(trips);
        }
    }

    @Test
    void says_all_reasons_in_one_text_whatever_the_locale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(check(0.5, 10, 0.1, false, 100, 0, 1000L, 90, 100))
                    .contains("the export has no member with a valid address (100 rows), and allow-empty is false;"
                            + " the export has 100 rows, Amplitude's list says 1000 members (min-size-ratio 0.9);"
                            + " only 0 of 100 rows have a valid address (min-valid-ratio 0.1);"
                            + " 90 members would leave (max-leavers 10);"
                            + " 90 of 100 members would leave (max-leavers-ratio 0.5)."
                            + " Nothing was sent; approve or discard the plan");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what                                     | rows | size | left | held
            as many rows as members                    | 100  | 100  | 3    | false
            a row is missing, and somebody would leave | 99   | 100  | 3    | true
            a row is missing, and nobody would leave   | 99   | 100  | 0    | false
            nobody knows how many there should be      | 100  |      | 3    | true
            nobody knows, and nobody would leave       | 100  |      | 0    | false
            """)
    void a_file_that_may_be_cut_removes_nobody(String what, long rows, @Nullable Long size, long left, boolean held) {
        PlanCounts plan = new PlanCounts(0, left, 0, rows, 103);
        Optional<String> reason = GuardCheck.check(LIMITS, new GuardCheck.Facts(rows, rows, size, false, true, plan));
        assertThat(reason.isPresent()).isEqualTo(held);
        if (held) {
            assertThat(reason.orElseThrow()).contains("nobody can tell whether it is whole; 3 members would leave");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what                                    | size | read  | left | held
            a list that could not be read             |      | false | 3    | true
            and nobody would leave                    |      | false | 0    | false
            a list that does not show the cohort      |      | true  | 3    | false
            a size that was known before a restart    | 100  | false | 3    | false
            """)
    void a_list_that_could_not_be_read_removes_nobody(
            String what, @Nullable Long size, boolean read, long left, boolean held) {
        PlanCounts plan = new PlanCounts(0, left, 0, 100, 103);
        Optional<String> reason = GuardCheck.check(LIMITS, new GuardCheck.Facts(100, 100, size, true, read, plan));
        assertThat(reason.isPresent()).isEqualTo(held);
        if (held) {
            assertThat(reason.orElseThrow()).contains("list of cohorts could not be read", "3 members would leave");
        }
    }

    private static final GuardLimits LIMITS = new GuardLimits(0.5, 0, 0.1, 0.9, false);
}
