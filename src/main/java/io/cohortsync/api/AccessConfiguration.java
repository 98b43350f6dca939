package io.cohortsync.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.config.Role;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may call what. With a {@link Login} every call needs a token, but for the health that a load balancer asks for. Without
 * the server listens on loopback only ({@code LoopbackWithoutLogin}) and {@link LoopbackGate} keeps web pages out.
 *
 * <p>There is no CSRF token: it protects credentials that a browser sends by itself, such as cookies. A bearer token is never
 * sent by itself, and where there is no token the gate refuses what another site has made a browser send.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class AccessConfiguration {

    private static final String[] HEALTH = {
        "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"
    };

    /** The page itself holds no data: it asks for a token and calls the API with it. */
    private static final String[] PAGE = {"/", "/index.html", "/assets/**", "/vendor/**"};

    /** For the page: everything from here, nothing written into it. An answer of the API is no page and needs nothing. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain access(HttpSecurity http, Login login, ObjectMapper json) throws Exception {
        AccessProblems problems = new AccessProblems(json);
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(AccessConfiguration::headers)
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .authorizeHttpRequests(AccessConfiguration::roles);
        login.letIn(http, problems);
        return http.build();
    }

    /** What is not named here needs the highest role. */
    private static void roles(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry calls) {
        calls.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(HttpMethod.GET, PAGE)
                .permitAll()
                .requestMatchers(HttpMethod.GET, HEALTH)
                .permitAll()
                .requestMatchers(HttpMethod.GET)
                .hasRole(Role.READER.name())
                .requestMatchers(HttpMethod.HEAD)
                .hasRole(Role.READER.name())
                .requestMatchers(HttpMethod.POST, "/api/explain")
                .hasRole(Role.READER.name())
                .requestMatchers(
                        HttpMethod.POST,
                        "/api/syncs/*/runs",
                        "/api/syncs/*/pause",
                        "/api/syncs/*/resume",
                        "/api/dead-letters/replay",
                        "/api/reload")
                .hasRole(Role.OPERATOR.name())
                .anyRequest()
                .hasRole(Role.APPROVER.name());
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    }
}
