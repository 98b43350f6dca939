package io.cohortsync.api;

import io.cohortsync.config.CohortSyncProperties.Oidc;
import io.cohortsync.config.LiveConfiguration;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.stereotype.Component;

/**
 * How a caller is known, for the API and the console alike: by an access token, or by a token of the OpenID Connect provider.
 * Where neither is configured, this machine is let in alone.
 */
@Component
@ConditionalOnWebApplication
class Login {

    private final LiveConfiguration configuration;
    private final Oidc oidc;
    private final boolean asked;
    private final @Nullable JwtDecoder decoder;

    Login(LiveConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.oidc = configuration.now().oidc();
        this.asked = !configuration.now().isWithoutLogin();
        this.decoder = oidc.isOn() ? OidcTokens.decoder(oidc, clock) : null;
    }

    /** Whether callers are asked who they are, as it was configured at the start. */
    boolean isAsked() {
        return asked;
    }

    TokenHolders holders() {
        return new TokenHolders(configuration);
    }

    void letIn(HttpSecurity http, AccessProblems problems) throws Exception {
        if (asked) {
            http.addFilterBefore(new BearerTokens(holders()), BearerTokenAuthenticationFilter.class);
        } else {
            http.addFilterBefore(new LoopbackGate(problems), AuthorizationFilter.class);
        }
        if (decoder != null) {
            letProvidersIn(http, problems, decoder);
        }
    }

    private void letProvidersIn(HttpSecurity http, AccessProblems problems, JwtDecoder tokens) throws Exception {
        http.oauth2ResourceServer(server -> server.bearerTokenResolver(unlessKnown())
                .authenticationEntryPoint(problems)
                .accessDeniedHandler(problems)
                .jwt(jwt -> jwt.decoder(tokens).jwtAuthenticationConverter(OidcTokens.holder(oidc))));
    }

    /** An access token is no JWT: whose holder is known already needs no provider. */
    private static BearerTokenResolver unlessKnown() {
        DefaultBearerTokenResolver header = new DefaultBearerTokenResolver();
        return request ->
                SecurityContextHolder.getContext().getAuthentication() == null ? header.resolve(request) : null;
    }
}
