package io.cohortsync.pushwoosh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.fault.RetryLaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer makes of a batch: sent again, taken apart, or the end of the delivery. */
class PushwooshReplyTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"200|{'request_id':'r'}", "202|{'status_code':200}", "299|{}"},
            delimiter = '|')
    void a_good_answer_is_its_json(int status, String body) {
        JsonNode json = read(status, body);
        assertThat(json.isObject()).isTrue();
        assertThat(json).hasSize(body.contains(":") ? 1 : 0);
    }

    /** Whatever might work a little later. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "200|{'status_code':210}|its body says 210",
                "200|{'status_code':500,'status_message':'Internal'}|its body says 500: Internal",
                "200|<html>|no JSON object",
                "200|[]|no JSON object",
                "200|``|no JSON object",
                "299|{'cut':|no JSON object",
                "408|{}|answered 408",
                "425|{}|answered 425",
                "429|{'message':'slow down'}|answered 429: slow down",
                "500|{}|answered 500",
                "503|<html>|answered 503"
            })
    void is_asked_again(int status, String body, String words) {
        assertThatThrownBy(() -> read(status, body))
                .isExactlyInstanceOf(RetryLaterException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "401|{}|token of app shop (401)",
                "403|<html>|token of app shop (403)",
                "200|{'status_code':210,'status_message':'Access denied'}|(200: Access denied)",
                "400|{'message':'Application not found'}|(400: Application not found)",
                "500|{'message':'Application code is not valid'}|(500: Application code",
                "200|{'status_code':210,'status_message':'UNAUTHORIZED'}|(200: UNAUTHORIZED)",
                "200|{'status_code':210,'status_message':'see token restrictions'}|restrictions",
                "404|{}|check base-url",
                "405|{}|check base-url",
                "302|{}|check base-url",
                "100|{}|check base-url"
            })
    void stops_the_delivery(int status, String body, String words) {
        assertThatThrownBy(() -> read(status, body))
                .isExactlyInstanceOf(AccessRefusedException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("app shop")
                .hasMessageContaining("stay pending and go with the next run");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "400|{'message':'bad tag'}|refused the batch with 400: bad tag",
                "400|<html>|refused the batch with 400",
                "413|{}|refused the batch with 413",
                "422|{'status_message':'bad'}|refused the batch with 422: bad",
                "499|{}|refused the batch with 499"
            })
    void is_taken_apart(int status, String body, String words) {
        assertThatThrownBy(() -> read(status, body))
                .isExactlyInstanceOf(BatchRefusedException.class)
                .hasMessageEndingWith(words);
    }

    /** An address that a remote repeats never reaches a log or a report. */
    @Test
    void repeats_no_address_and_no_essay() {
        assertThatThrownBy(() -> read(400, "{'message':'ann@example.com is unknown\\n" + "x ".repeat(300) + "'}"))
                .hasMessageStartingWith("Pushwoosh refused the batch with 400: (hidden) is unknown x")
                .message()
                .hasSize("Pushwoosh refused the batch with 400: ".length() + 200);
    }

    private static JsonNode read(int status, String body) {
        return PushwooshReply.read("shop", status, body == null ? "" : body.replace('\'', '"'));
    }
}
