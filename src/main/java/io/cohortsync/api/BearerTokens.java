package io.cohortsync.api;

import io.cohortsync.config.AccessToken;
import io.cohortsync.config.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the holder of an access token by {@code Authorization: Bearer}. */
final class BearerTokens extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final List<Holder> holders;

    BearerTokens(Collection<AccessToken> tokens) {
        this.holders = tokens.stream().map(Holder::of).toList();
    }

    private record Holder(byte[] digest, Role role) {
        static Holder of(AccessToken token) {
            return new Holder(sha256(token.token().value()), token.role());
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            Role role = roleOf(header.substring(BEARER.length()).strip());
            if (role != null) {
                admit(role);
            }
        }
        chain.doFilter(request, response);
    }

    /** Digests of equal length, and every one of them compared to its end: the time tells nothing of a token. */
    private @Nullable Role roleOf(String token) {
        byte[] digest = sha256(token);
        Role found = null;
        for (Holder holder : holders) {
            if (MessageDigest.isEqual(holder.digest(), digest)) {
                found = holder.role();
            }
        }
        return found;
    }

    private static void admit(Role role) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(role.name(), "", rights(role)));
        SecurityContextHolder.setContext(context);
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
