package io.cohortsync.api;

import io.cohortsync.config.AccessToken;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/** Who holds which access token. A caller is known by the token's name in the configuration. */
final class TokenHolders {

    /** Who calls where there is no login: this machine, which may do everything. */
    static final Authentication LOCAL = caller("local", Role.APPROVER);

    private final LiveConfiguration configuration;

    TokenHolders(LiveConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Digests of equal length, and every one of them compared to its end: the time tells nothing of a token. */
    Optional<Authentication> find(String token) {
        byte[] digest = sha256(token);
        Authentication found = null;
        for (Map.Entry<String, AccessToken> holder : tokens().entrySet()) {
            if (MessageDigest.isEqual(sha256(holder.getValue().token().value()), digest)) {
                found = caller(holder.getKey(), holder.getValue().role());
            }
        }
        return Optional.ofNullable(found);
    }

    /** As they are configured now: a token is replaced without a restart. */
    private Map<String, AccessToken> tokens() {
        return configuration.now().access().tokens();
    }

    /** From here on the request is that caller's. */
    static void admit(Authentication caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller);
        SecurityContextHolder.setContext(context);
    }

    private static Authentication caller(String name, Role role) {
        return new PreAuthenticatedAuthenticationToken(name, "", Rights.of(role));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing, which every Java platform must have", e);
        }
    }
}
