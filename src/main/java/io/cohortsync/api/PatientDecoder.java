package io.cohortsync.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * Asks the OpenID Connect provider for its keys when its first token comes, never at the start. While the provider is away it is
 * left alone for some seconds: calls are refused at once, and none of the server's threads waits behind another.
 */
final class PatientDecoder implements JwtDecoder {

    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PatientDecoder.class);

    private final JwtDecoder decoder;
    private final Clock clock;
    private volatile Instant nextTry = Instant.MIN;

    /** @param connected asks the provider; called again as long as it fails */
    PatientDecoder(Supplier<JwtDecoder> connected, Clock clock) {
        this.decoder = new SupplierJwtDecoder(() -> {
            requirePause();
            return connected.get();
        });
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        requirePause();
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            tellWhy(e);
            throw e;
        } catch (JwtException | JwtDecoderInitializationException e) {
            throw away(e);
        }
    }

    /** For whoever sets the provider up; words about a token that could not even be read may hold parts of it. */
    private static void tellWhy(BadJwtException e) {
        if (e instanceof JwtValidationException) {
            LOG.debug("a token of the OpenID Connect provider is refused: {}", e.getMessage());
        }
    }

    /** Also of those who have waited for the one that failed. */
    private void requirePause() {
        if (clock.instant().isBefore(nextTry)) {
            throw new ProviderAwayException();
        }
    }

    private ProviderAwayException away(RuntimeException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (!(cause instanceof ProviderAwayException)) {
            nextTry = clock.instant().plus(PAUSE);
            LOG.warn(
                    "no answer of the OpenID Connect provider ({}); expected its discovery document and keys below"
                            + " cohort-sync.oidc.issuer-uri, with that very issuer; its tokens are refused, it is asked again in {} s",
                    cause.getClass().getSimpleName(),
                    PAUSE.toSeconds());
        }
        return new ProviderAwayException();
    }
}
