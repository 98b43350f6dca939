package io.cohortsync.pushwoosh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the details is not documented: whatever names a device with a reason counts as skipped. */
class JobReplyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'Completed','devices':[{'user_id':'Ann@Example.com','status':'skipped'}]}",
                "{'status':'Completed','devices':[{'hwid':'ann@example.com','status':'not_found','reason':'Unknown'}]}",
                "{'status':'Completed','devices':[{'user_id':'ann@example.com','status':'success','skipped_tags':[{'tag':'T','reason':'Not found'}]}]}",
                "{'status':'Completed','devices':[{'user_id':'ann@example.com','skipped_tags':['T']}]}",
                "{'status':'Completed','skipped':[{'user_id':'ann@example.com','reason':'Unknown'}]}",
                "{'status':'Completed','devices':[{'hwid':'ann@example.com','user_id':'u-77','status':'skipped'}]}",
                "{'status':'Completed','devices':[{'hwid':'ann@example.com','status':'rejected'}]}",
                "{'status':'Completed','errors':['ann@example.com: device not found']}",
                "{'status':'Completed','errors':[{'hwid':'ann@example.com','message':'bad'}]}"
            })
    void a_device_that_was_not_tagged_is_found_in_every_shape(String json) throws JsonProcessingException {
        JobReply reply = reply(json);
        assertThat(reply.state()).isEqualTo(JobReply.State.COMPLETED);
        assertThat(reply.reasonFor("Ann@example.com")).isPresent();
        assertThat(reply.reasonFor("bob@example.com")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'Completed','errors':10}",
                "{'status':'Completed','devices_skipped':1}",
                "{'status':'Completed','errors':[{'reason':'Unknown'}]}"
            })
    void skipped_devices_without_a_name_are_noticed(String json) throws JsonProcessingException {
        assertThat(reply(json).isVague()).isTrue();
    }

    @Test
    void a_device_that_was_tagged_is_not_skipped() throws JsonProcessingException {
        assertThat(reply(
                                "{'status':'Completed','devices':[{'user_id':'ann@example.com','status':'success','skipped_tags':[]}]}")
                        .skipped())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Completed,COMPLETED",
        "completed,COMPLETED",
        "Pending,OPEN",
        "InProgress,OPEN",
        "Archived,OPEN",
        "'',OPEN",
        "Failed,FAILED",
        "error,FAILED",
        "CompletedWithErrors,FAILED"
    })
    void only_completed_is_success(String word, JobReply.State state) throws JsonProcessingException {
        assertThat(reply("{'status':'" + word + "'}").state()).isEqualTo(state);
    }

    private static JobReply reply(String json) throws JsonProcessingException {
        return JobReply.of(new ObjectMapper().readTree(json.replace('\'', '"')));
    }
}
