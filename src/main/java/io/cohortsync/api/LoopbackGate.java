package io.cohortsync.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps web pages out where there is no login. A page in a browser on this machine can call loopback: under a name of its own
 * that it lets resolve to 127.0.0.1 (DNS rebinding: the {@code Host} is foreign), or from another site (the {@code Origin} is
 * foreign, or the browser says {@code Sec-Fetch-Site: cross-site}).
 */
final class LoopbackGate extends OncePerRequestFilter {

    private static final String LOOPBACK = "(?:localhost|127\\.0\\.0\\.1|\\[::1])";
    private static final Pattern HOST = Pattern.compile(LOOPBACK + "(?::(\\d{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://" + LOOPBACK + "(?::(\\d{1,5}))?");

    private final AccessProblems problems;

    LoopbackGate(AccessProblems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String refusal = refusal(request);
        if (refusal == null) {
            TokenHolders.admit(TokenHolders.LOCAL);
            chain.doFilter(request, response);
        } else {
            problems.forbidden(
                    response,
                    refusal + "; configure cohort-sync.access.tokens or cohort-sync.oidc to be called from elsewhere");
        }
    }

    private static @Nullable String refusal(HttpServletRequest request) {
        Matcher host = HOST.matcher(lower(request.getHeader(HttpHeaders.HOST)));
        if (!host.matches()) {
            return "the Host of this call is not localhost";
        }
        if (!isOwn(request, host.group(1))) {
            return "the Origin of this call is another site";
        }
        return "cross-site".equals(lower(request.getHeader("Sec-Fetch-Site")))
                ? "this call comes from another site"
                : null;
    }

    /** No Origin, as scripts send none, or that of this very server; another port of this machine is another site. */
    private static boolean isOwn(HttpServletRequest request, @Nullable String hostPort) {
        String header = request.getHeader(HttpHeaders.ORIGIN);
        if (header == null) {
            return true;
        }
        Matcher origin = ORIGIN.matcher(lower(header));
        return origin.matches() && port(origin.group(1), origin.group(2)) == port(request.getScheme(), hostPort);
    }

    private static int port(String scheme, @Nullable String port) {
        return port != null ? Integer.parseInt(port) : scheme.equals("https") ? 443 : 80;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }
}
