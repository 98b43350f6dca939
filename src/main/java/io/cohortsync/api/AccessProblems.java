package io.cohortsync.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers calls that come no further than the door. */
final class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ObjectMapper json;
    private final String scheme;

    AccessProblems(ObjectMapper json) {
        this(json, "Bearer");
    }

    private AccessProblems(ObjectMapper json, String scheme) {
        this.json = json;
        this.scheme = scheme;
    }

    /** A browser asks for a name and a password. */
    static AccessProblems forBrowsers(ObjectMapper json) {
        return new AccessProblems(json, "Basic realm=\"cohort-sync: an access token as the password\"");
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof ProviderAwayException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(PatientDecoder.PAUSE.toSeconds()));
            write(response, HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, scheme);
            write(response, HttpStatus.UNAUTHORIZED, "a valid access token is needed: Authorization: Bearer <token>");
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        write(
                response,
                HttpStatus.FORBIDDEN,
                e instanceof CsrfException
                        ? "this call comes from a browser without the CSRF token; scripts send Authorization: Bearer"
                        : "the role of this access token does not allow this call");
    }

    void forbidden(HttpServletResponse response, String sentence) throws IOException {
        write(response, HttpStatus.FORBIDDEN, sentence);
    }

    void notUnderstood(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.BAD_REQUEST, "this call is not understood");
    }

    private void write(HttpServletResponse response, HttpStatus status, String sentence) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        json.writeValue(response.getOutputStream(), ProblemDetail.forStatusAndDetail(status, sentence));
    }
}
