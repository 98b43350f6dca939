package io.cohortsync.amplitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.fault.RunFailedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer makes of a run: goes on, asks again, or ends with words. */
class AmplitudeReplyTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 299})
    void a_good_answer_is_its_json(int status) {
        assertThat(read(status, "{'request_id':'r1'}").path("request_id").asText())
                .isEqualTo("r1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "200|<html>",
                "200|[]",
                "200|``",
                "204|{'cut':",
                "408|{}",
                "425|{}",
                "429|{}",
                "500|{}",
                "504|<html>"
            })
    void is_asked_again(int status, @Nullable String body) {
        assertThatThrownBy(() -> read(status, body))
                .isExactlyInstanceOf(RetryLaterException.class)
                .hasMessageContaining("Amplitude answered " + status + " to the list");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "403|{'error':{'metadata':{'details':'Invalid API Key'}}}|: Invalid API Key;",
                "403|{'error':{'message':'Invalid API/Secret Key combination'}}|: Invalid API/Secret Key combination;",
                "401|{'error':{'metadata':{'details':'Taxonomy is not available on your plan.'}}}|Taxonomy is not available",
                "403|{'error':{'metadata':{'details':'key 8f3a is wrong'}}}|: no details that are known;",
                "403|{}|: no details that are known;",
                "403|<html>|: no details given;",
                "403|``|: no details"
            })
    void refused_keys_end_the_run_with_words(int status, @Nullable String body, String words) {
        assertThatThrownBy(() -> read(status, body))
                .isExactlyInstanceOf(AccessRefusedException.class)
                .hasMessageStartingWith("Amplitude refused the keys of project main")
                .hasMessageContaining(words)
                .hasMessageContaining("wrong region looks the same")
                .message()
                .doesNotContain("8f3a");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 302, 400, 404, 410, 413, 499})
    void every_other_refusal_ends_the_run(int status) {
        assertThatThrownBy(() -> read(status, "{'error':{'http_code':404}}"))
                .isExactlyInstanceOf(RunFailedException.class)
                .hasMessageContaining("Amplitude answered " + status + " to the list (no details that are known)")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void an_export_has_a_request_id_or_it_is_asked_for_again() {
        assertThat(ExportRequest.id(read(200, "{'request_id':'aB1'}"))).isEqualTo("aB1");
        assertThatThrownBy(() -> ExportRequest.id(read(200, "{'request_id':' '}")))
                .isExactlyInstanceOf(RetryLaterException.class);
    }

    /** The string decides, and not the HTTP code. */
    @ParameterizedTest
    @CsvSource({
        "JOB COMPLETED,true",
        "job completed,true",
        "JOB INPROGRESS,false",
        "JOB FAILED,false",
        "COMPLETED,false",
        "JOB COMPLETED?,false"
    })
    void only_job_completed_is(String word, boolean completed) {
        assertThat(ExportStatus.isCompleted(read(200, "{'async_status':'" + word + "'}")))
                .isEqualTo(completed);
    }

    @Test
    void a_word_is_fit_for_a_log() {
        assertThat(ExportStatus.word(read(200, "{}"))).isEqualTo("no async_status");
        assertThat(ExportStatus.word(read(200, "{'async_status':'<b>\\n" + "x".repeat(99) + "'}")))
                .startsWith("?b??x")
                .hasSize(60);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            nullValues = "-",
            value = {
                "200|{'count':7,'limit':500}|7|500",
                "200|{'count':0}|0|-",
                "200|{'rest_download':{'usage':3,'limit':400},'count':9}|3|400",
                "200|{'rest_download':{'usage':3,'limit':0}}|3|-",
                "200|{'count':1,'limit':1}|1|1",
                "200|{'count':-1,'limit':500}|-|-",
                "200|{'count':'many'}|-|-",
                "200|<html>|-|-",
                "200|-|-|-",
                "403|{'count':7}|-|-"
            })
    void usage_is_read_where_it_can_be(
            int status, @Nullable String body, @Nullable Integer used, @Nullable Integer limit) {
        assertThat(UsageReply.read(status, body == null ? null : body.replace('\'', '"')))
                .isEqualTo(Optional.ofNullable(used).map(count -> new UsageReply(count, limit)));
    }

    @Test
    void the_list_tells_what_is_known_of_a_cohort() {
        JsonNode list = read(200, """
                {'cohorts':[
                 {'id':'a','name':'A','size':5,'lastComputed':1700000000,'archived':true},
                 {'id':'b','name':'B','size':null,'lastComputed':null},
                 {'id':'c','name':'C','size':'many','lastComputed':null},
                 {'id':'d','name':'D','size':null,'lastComputed':3}]}""");
        assertThat(CohortInfo.find(list, "a")).contains(new CohortInfo("a", "A", true, 5L, 1700000000L, false));
        assertThat(CohortInfo.find(list, "b")).contains(new CohortInfo("b", "B", false, null, null, true));
        assertThat(CohortInfo.find(list, "c")).contains(new CohortInfo("c", "C", false, null, null, false));
        assertThat(CohortInfo.find(list, "d")).contains(new CohortInfo("d", "D", false, null, 3L, false));
        assertThat(CohortInfo.find(list, "e")).isEmpty();
    }

    private static JsonNode read(int status, @Nullable String body) {
        return AmplitudeReply.read("main", "the list", status, body == null ? "" : body.replace('\'', '"'));
    }
}
