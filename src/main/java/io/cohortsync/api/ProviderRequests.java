package io.cohortsync.api;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Stands before each request to the OpenID Connect provider. Whoever sends a token that names an unknown key, which needs no
 * right, has the keys asked for again: that must not become a way to flood the provider. And keys are not taken from an
 * address that is less safe than the issuer's.
 */
final class ProviderRequests implements ClientHttpRequestInterceptor {

    /** Discovery and its keys are four at the most; what is left is for tokens whose keys are new. */
    static final int IN_A_PERIOD = 10;

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ProviderRequests.class);

    private final boolean safeOnly;
    private final RateLimiter limiter = RateLimiter.of(
            "oidc",
            RateLimiterConfig.custom()
                    .limitForPeriod(IN_A_PERIOD)
                    .limitRefreshPeriod(PERIOD)
                    .timeoutDuration(Duration.ZERO)
                    .build());

    ProviderRequests(String issuerUri) {
        this.safeOnly = isSafe(URI.create(issuerUri));
    }

    private static boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** @throws IOException instead of a request that is not safe, or one too many; the token is not judged then */
    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        if (safeOnly && !isSafe(request.getURI())) {
            LOG.warn(
                    "the OpenID Connect provider names http://{} for its keys; expected https, as for its issuer; its tokens are refused",
                    request.getURI().getHost());
            throw new IOException("an address without TLS");
        }
        if (!limiter.acquirePermission()) {
            throw new IOException("asked " + IN_A_PERIOD + " times in " + PERIOD.toSeconds() + " s");
        }
        return execution.execute(request, body);
    }
}
