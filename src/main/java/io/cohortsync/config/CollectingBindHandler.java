package io.cohortsync.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.convert.ConversionFailedException;

/** Goes on after a value that cannot be bound, as if it were not there, and keeps the sentence about it. */
final class CollectingBindHandler implements BindHandler {
    private final Mistakes mistakes;
    private final UnaryOperator<String> placeholders;
    private final Set<ConfigurationPropertyName> asked = new HashSet<>();

    CollectingBindHandler(Mistakes mistakes, UnaryOperator<String> placeholders) {
        this.mistakes = mistakes;
        this.placeholders = placeholders;
    }

    /** Every key that somebody wanted to know: those that mean something. */
    Set<ConfigurationPropertyName> asked() {
        return asked;
    }

    @Override
    public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        asked.add(name);
        return target;
    }

    /** An empty value means the default, for a text as for everything else. */
    @Override
    public @Nullable Object onSuccess(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        if (result instanceof String text) {
            return text.isBlank() ? null : asWritten(name, context, text);
        }
        if (result instanceof Integer) {
            return whole(name, context, result);
        }
        if (result instanceof Duration) {
            return withUnit(name, context, result);
        }
        return result;
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
        Class<?> type = target.getType().resolve(Object.class);
        String found = found(name, context, error);
        if (type == AccessToken.class) {
            mistakes.add(LiteralNames.text(name.getParent()), "***", Expected.of(type));
        } else if (type == Secret.class) {
            mistakes.add(LiteralNames.text(name), "***", Expected.QUOTED);
            return Secret.of(found);
        } else if (!found.isBlank() || type == SyncProperties.class) {
            mistakes.add(LiteralNames.text(name), shown(name, type, found), Expected.of(type) + reason(type, error));
        }
        return null;
    }

    /** YAML reads 9e10 and yes as a number and a boolean: the text that was meant is lost. */
    private @Nullable String asWritten(ConfigurationPropertyName name, BindContext context, String text) {
        ConfigurationProperty property = context.getConfigurationProperty();
        Object raw = property == null ? text : property.getValue();
        if (raw instanceof Double || raw instanceof Float || raw instanceof Boolean) {
            mistakes.add(LiteralNames.text(name), text, Expected.QUOTED);
        }
        return text;
    }

    /** Spring would cut 1.5 down to 1. */
    private @Nullable Object whole(ConfigurationPropertyName name, BindContext context, Object number) {
        ConfigurationProperty property = context.getConfigurationProperty();
        if (property != null && property.getValue() instanceof Double fraction) {
            mistakes.add(LiteralNames.text(name), fraction, Expected.of(int.class));
            return null;
        }
        return number;
    }

    /** Spring Boot reads a bare number as milliseconds, whoever writes 30 means seconds or minutes. */
    private @Nullable Object withUnit(ConfigurationPropertyName name, BindContext context, Object duration) {
        ConfigurationProperty property = context.getConfigurationProperty();
        if (property != null && property.getValue().toString().matches("[+-]?\\d+")) {
            mistakes.add(LiteralNames.text(name), property.getValue(), "a duration with its unit such as 1s");
            return null;
        }
        return duration;
    }

    /** The text that could not be bound, its placeholders resolved as far as they can be. */
    private static String found(ConfigurationPropertyName name, BindContext context, Exception error) {
        if (rootOf(error, ConversionFailedException.class) instanceof ConversionFailedException failed) {
            return String.valueOf(failed.getValue());
        }
        for (ConfigurationPropertySource source : context.getSources()) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property.getValue().toString();
            }
        }
        return "";
    }

    /** Where a group of keys is expected, or a role beside a token, a secret may have been put by mistake. */
    private static String shown(ConfigurationPropertyName name, Class<?> type, String found) {
        boolean group = type.isRecord() && type != Cadence.class || type == Map.class;
        boolean access = name.toString().startsWith(CohortSyncProperties.PREFIX + ".access.");
        boolean secret = (group || access) && !found.isBlank();
        return secret ? "***" : found;
    }

    private static String reason(Class<?> type, Exception error) {
        Throwable cause = rootOf(error, IllegalArgumentException.class);
        return type == Cadence.class && cause != null ? " (" + cause.getMessage() + ")" : "";
    }

    private static @Nullable Throwable rootOf(Throwable error, Class<? extends Throwable> type) {
        Throwable found = null;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            found = type.isInstance(cause) ? cause : found;
        }
        return found;
    }
}
