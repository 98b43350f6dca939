package io.cohortsync.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.cohortsync.demo.BulkRequest.Device;
import io.cohortsync.demo.BulkRequest.Invalid;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a bulk body token by token, strictly (facts/pushwoosh "Router B"); a million members pass through here. */
final class BulkRequestReader {
    /** Leaves the request body open: what follows an error in it has still to be drained. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private final JsonParser json;
    private final DeviceReader devices;
    private final boolean strictFields;
    private @Nullable String application;
    private @Nullable String auth;
    private boolean createMissingTags;
    private @Nullable List<Device> found;

    private BulkRequestReader(JsonParser json, boolean registers, boolean strictFields) {
        this.json = json;
        this.strictFields = strictFields;
        this.devices = new DeviceReader(json, registers, strictFields);
    }

    /** @param registers whether this is bulkRegisterDevice, which wants a platform and a push token as well */
    static BulkRequest read(InputStream body, boolean registers, boolean strictFields) throws IOException, Invalid {
        try (JsonParser json = JSON.createParser(body)) {
            return new BulkRequestReader(json, registers, strictFields).read();
        } catch (JsonProcessingException e) {
            throw new Invalid("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private BulkRequest read() throws IOException, Invalid {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Invalid("the body is not an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field(json.currentName());
        }
        if (json.nextToken() != null) {
            throw new Invalid("something follows the object");
        }
        if (application == null || auth == null || found == null || found.isEmpty()) {
            throw new Invalid("application, auth and a non-empty array of devices are required");
        }
        return new BulkRequest(application, auth, createMissingTags, found);
    }

    private void field(String name) throws IOException, Invalid {
        JsonToken token = json.nextToken();
        switch (name) {
            case "application" -> application = text(token, name);
            case "auth" -> auth = text(token, name);
            case "create_missing_tags" -> createMissingTags = flag(token, name);
            case "devices" -> found = list(token);
            case "request" -> throw new Invalid("v2 takes no request wrapper");
            default -> other(name);
        }
    }

    private List<Device> list(JsonToken token) throws IOException, Invalid {
        if (token != JsonToken.START_ARRAY) {
            throw new Invalid("devices is not an array");
        }
        List<Device> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(devices.read());
        }
        return list;
    }

    private String text(JsonToken token, String name) throws IOException, Invalid {
        if (token != JsonToken.VALUE_STRING) {
            throw new Invalid(name + " is not a string");
        }
        return json.getText();
    }

    private static boolean flag(JsonToken token, String name) throws Invalid {
        if (!token.isBoolean()) {
            throw new Invalid(name + " is not a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private void other(String name) throws IOException, Invalid {
        if (strictFields) {
            throw new Invalid("nobody knows the field " + name);
        }
        json.skipChildren();
    }
}
