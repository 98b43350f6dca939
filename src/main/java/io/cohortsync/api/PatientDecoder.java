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
 * Asks the OpenID Connect provider for its discovery document when its first token comes, never at the start. If the provider is away
 * then, it is left alone for some seconds, and calls are refused at once. Once it is known, its keys are the decoder's business: tokens
 * whose keys are cached stay good while it is away.
 */
final class PatientDecoder implements JwtDecoder {

    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PatientDecoder.class);

    private final JwtDecoder decoder;
    private final Clock clock;
    private volatile Instant nextTry = Instant.MIN;

    /** @param connected asks the provider; called again as long as it fails */
    PatientDecoder(Supplier<JwtDecoder> connected, Clock clock) {
        this.decoder = new SupplierJwtDecoder(() -> connect(connected));
        this.clock = clock;
    }

    /** One thread at a time is here; those who have waited for it do not try again what has just failed. */
    private JwtDecoder connect(Supplier<JwtDecoder> connected) {
        requirePauseOver();
        try {
            return connected.get();
        } catch (RuntimeException e) {
            throw away(e);
        }
    }

    @Override
    public Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            tellWhy(e);
            throw e;
        } catch (JwtDecoderInitializationException e) {
            throw new ProviderAwayException();
        } catch (JwtException e) {
            LOG.debug(
                    "no keys of the OpenID Connect provider for a token: {}",
                    e.getClass().getSimpleName());
            throw new ProviderAwayException();
        }
    }

    /** For whoever sets the provider up; words about a token that could not even be read may hold parts of it. */
    private static void tellWhy(BadJwtException e) {
        if (e instanceof JwtValidationException) {
            LOG.debug("a token of the OpenID Connect provider is refused: {}", e.getMessage());
        }
    }

    private void requirePauseOver() {
        if (clock.instant().isBefore(nextTry)) {
            throw new ProviderAwayException();
        }
    }

    private ProviderAwayException away(RuntimeException e) {
        nextTry = clock.instant().plus(PAUSE);
        LOG.warn(
                "no answer of the OpenID Connect provider ({}); expected its discovery document and keys below"
                        + " cohort-sync.oidc.issuer-uri, with that very issuer; its tokens are refused, it is asked again in {} s",
                NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName(),
                PAUSE.toSeconds());
        return new ProviderAwayException();
    }
}
