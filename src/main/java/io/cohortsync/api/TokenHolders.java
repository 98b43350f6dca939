package io.cohortsync.api;

import io.cohortsync.config.AccessToken;
import io.cohortsync.config.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/** Who holds which access token. A caller is known by the token's name in the configuration. */
final class TokenHolders {

    /** Who calls where there are no tokens: this machine, which may do everything. */
    static final Authentication LOCAL = caller("local", Role.APPROVER);

    private final List<Holder> holders;

    /** @param tokens by their names */
    TokenHolders(Map<String, AccessToken> tokens) {
        this.holders = tokens.entrySet().stream()
                .map(token -> Holder.of(token.getKey(), token.getValue()))
                .toList();
    }

    private record Holder(String name, byte[] digest, Role role) {
        static Holder of(String name, AccessToken token) {
            return new Holder(name, sha256(token.token().value()), token.role());
        }
    }

    /** Digests of equal length, and every one of them compared to its end: the time tells nothing of a token. */
    Optional<Authentication> find(String token) {
        byte[] digest = sha256(token);
        Holder found = null;
        for (Holder holder : holders) {
            if (MessageDigest.isEqual(holder.digest(), digest)) {
                found = holder;
            }
        }
        return Optional.ofNullable(found).map(holder -> caller(holder.name(), holder.role()));
    }

    /** From here on the request is that caller's. */
    static void admit(Authentication caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller);
        SecurityContextHolder.setContext(context);
    }

    private static Authentication caller(String name, Role role) {
        return new PreAuthenticatedAuthenticationToken(name, "", rights(role));
    }

    /** Each role may also do what those before it may. */
    private static List<GrantedAuthority> rights(Role role) {
        return Arrays.stream(Role.values())
                .filter(lower -> lower.compareTo(role) <= 0)
                .map(lower -> (GrantedAuthority) new SimpleGrantedAuthority("ROLE_" + lower.name()))
                .toList();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing, which every Java platform must have", e);
        }
    }
}
