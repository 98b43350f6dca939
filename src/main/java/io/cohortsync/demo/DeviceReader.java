package io.cohortsync.demo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cohortsync.demo.BulkRequest.Device;
import io.cohortsync.demo.BulkRequest.Invalid;
import io.cohortsync.demo.BulkRequest.Operator;
import io.cohortsync.demo.BulkRequest.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code devices}. */
final class DeviceReader {
    private static final Set<String> REGISTRATION =
            Set.of("language", "timezone", "tz_offset", "city", "country", "state");

    private final JsonParser json;
    private final boolean registers;
    private final boolean strictFields;
    private @Nullable String idField;
    private @Nullable String identifier;
    private @Nullable Operator operator;
    private @Nullable List<Tag> tags;
    private boolean hasPlatform;
    private boolean hasPushToken;
    private boolean hasHwid;

    DeviceReader(JsonParser json, boolean registers, boolean strictFields) {
        this.json = json;
        this.registers = registers;
        this.strictFields = strictFields;
    }

    Device read() throws IOException, Invalid {
        forget();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new Invalid("a device is not an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            field(json.currentName());
        }
        if (idField == null || identifier == null || tags == null) {
            throw new Invalid("a device has no identifier or no tags");
        }
        if (registers && !(hasHwid && hasPlatform && hasPushToken)) {
            throw new Invalid("a device to register has no hwid, push_token or platform");
        }
        return new Device(idField, identifier, operator, tags);
    }

    private void forget() {
        idField = null;
        identifier = null;
        operator = null;
        tags = registers ? List.of() : null;
        hasPlatform = false;
        hasPushToken = false;
        hasHwid = false;
    }

    private void field(String name) throws IOException, Invalid {
        json.nextToken();
        switch (name) {
            case "hwid", "user_id", "push_token" -> identify(name);
            case "list_operator" -> operator = operator();
            case "tags" -> tags = tags();
            case "platform" -> hasPlatform = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
            default -> other(name);
        }
    }

    private void identify(String name) throws IOException, Invalid {
        String value = string("the identifier " + name);
        if (value.isEmpty()) {
            throw new Invalid("the identifier " + name + " is empty");
        }
        hasPushToken |= name.equals("push_token");
        if (identifier == null || name.equals("hwid")) {
            hasHwid |= name.equals("hwid");
            idField = name;
            identifier = value;
        }
    }

    private Operator operator() throws IOException, Invalid {
        Operator named = Operator.named(string("list_operator"));
        if (named == null) {
            throw new Invalid("list_operator is none of set, append, remove");
        }
        return named;
    }

    private List<Tag> tags() throws IOException, Invalid {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new Invalid("tags is not an object");
        }
        List<Tag> read = new ArrayList<>(1);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            read.add(new Tag(name, value(json.nextToken())));
        }
        return read;
    }

    private @Nullable Object value(JsonToken token) throws IOException, Invalid {
        return switch (token) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            case VALUE_NULL -> null;
            case START_ARRAY -> texts();
            default -> throw new Invalid("a tag's value is an object, which is the syntax of setTags");
        };
    }

    private List<String> texts() throws IOException, Invalid {
        List<String> texts = new ArrayList<>(1);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(string("an element of a list"));
        }
        return texts;
    }

    private String string(String what) throws IOException, Invalid {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new Invalid(what + " is not a string");
        }
        return json.getText();
    }

    private void other(String name) throws IOException, Invalid {
        if (strictFields && !(registers && REGISTRATION.contains(name))) {
            throw new Invalid("nobody knows the field " + name + " of a device");
        }
        json.skipChildren();
    }
}
