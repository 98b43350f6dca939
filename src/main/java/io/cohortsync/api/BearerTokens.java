package io.cohortsync.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the holder of an access token by {@code Authorization: Bearer}. */
final class BearerTokens extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final TokenHolders holders;

    BearerTokens(TokenHolders holders) {
        this.holders = holders;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isUsed(request)) {
            String token = request.getHeader(HttpHeaders.AUTHORIZATION).substring(BEARER.length());
            holders.find(token.strip()).ifPresent(TokenHolders::admit);
        }
        chain.doFilter(request, response);
    }

    /** Whether the request brings a token of this kind, known or not. */
    static boolean isUsed(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
