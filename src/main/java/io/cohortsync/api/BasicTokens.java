package io.cohortsync.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the holder of an access token by the password of {@code Authorization: Basic}, which a browser asks a person for. */
final class BasicTokens extends OncePerRequestFilter {

    private final TokenHolders holders;
    private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();

    BasicTokens(TokenHolders holders) {
        this.holders = holders;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Authentication sent = basic.convert(request);
            if (sent != null) {
                holders.find(String.valueOf(sent.getCredentials())).ifPresent(TokenHolders::admit);
            }
        } catch (AuthenticationException malformed) {
            logger.debug("a malformed Authorization: Basic counts as none");
        }
        chain.doFilter(request, response);
    }
}
