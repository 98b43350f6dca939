package io.cohortsync.pushwoosh;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v2/audience/bulkSetTags} and {@code …/bulkRegisterDevice} (facts/pushwoosh §1.1, §1.2): flat,
 * without the {@code request} envelope of the older API.
 *
 * @param auth the Server API token
 * @param createMissingTags always false: a misspelt tag must not be created; absent for bulkRegisterDevice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AudienceRequest(
        String application,
        String auth,
        @JsonProperty("create_missing_tags") @Nullable Boolean createMissingTags,
        List<Device> devices) {

    /** Never shows the token or a device. */
    @Override
    public String toString() {
        return "AudienceRequest of " + devices.size() + " devices";
    }

    /**
     * One device or one user.
     *
     * @param hwid the e-mail address of an e-mail device, or null
     * @param userId Pushwoosh's User ID, or null: exactly one of the two is there
     * @param pushToken bulkRegisterDevice only: the address again (facts/pushwoosh §1.2)
     * @param platform bulkRegisterDevice only: 14, e-mail
     * @param listOperator {@code append} or {@code remove}; always sent, since without it the whole list would be replaced
     * @param tags tag name to value; a List tag's value is an array
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Device(
            @Nullable String hwid,
            @JsonProperty("user_id") @Nullable String userId,
            @JsonProperty("push_token") @Nullable String pushToken,
            @Nullable Integer platform,
            @JsonProperty("list_operator") String listOperator,
            Map<String, Object> tags) {}
}
