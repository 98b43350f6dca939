package io.cohortsync.config;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A key to the HTTP API.
 *
 * @param token what stands behind {@code Authorization: Bearer}
 * @param role what its holder may do; default {@code reader}
 */
public record AccessToken(
        Secret token, @DefaultValue("reader") Role role) {
    public AccessToken {
        token = Secret.orNone(token);
    }
}
