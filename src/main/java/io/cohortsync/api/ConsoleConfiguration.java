package io.cohortsync.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.config.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;

/**
 * Who may use Hawtio and the Jolokia beneath it. A person logs in with the browser's own dialog, the token as the password; a
 * browser then sends it by itself, so that here, unlike in the API, what a browser sends needs a CSRF token as well. What may be
 * seen and done is {@link JolokiaPolicy}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ConsoleConfiguration {

    private static final Pattern CONSOLE = Pattern.compile("/actuator/(?:hawtio|jolokia)(?:/.*)?");

    /** Hawtio's proxy to other machines, but for its answer that it is off. */
    private static final Pattern NOT_USED = Pattern.compile("/actuator/hawtio/proxy(?!/enabled$)(?:/.*)?");

    private static final Pattern JOLOKIA = Pattern.compile("/actuator/(?:hawtio/)?jolokia(?<command>/.*)?");
    private static final Pattern LOOKING = Pattern.compile("/?|/(?:version|list|search|read)(?:/.*)?");

    @Bean
    @Order(1)
    SecurityFilterChain console(HttpSecurity http, Login login, ObjectMapper json) throws Exception {
        AccessProblems problems = AccessProblems.forBrowsers(json);
        http.securityMatcher(call -> CONSOLE.matcher(path(call)).matches())
                .csrf(ConsoleConfiguration::csrf)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(ConsoleHeaders::set)
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .authorizeHttpRequests(ConsoleConfiguration::roles);
        if (login.isAsked()) {
            http.addFilterAt(new BasicTokens(login.holders()), BasicAuthenticationFilter.class);
        }
        login.letIn(http, problems);
        return http.build();
    }

    /**
     * Hawtio reads the cookie and sends it back as a header. The cookie is written with the first answer and then stays: without
     * sessions every request looks like a new login, which would change it.
     */
    private static void csrf(CsrfConfigurer<HttpSecurity> csrf) {
        CsrfTokenRequestAttributeHandler atOnce = new CsrfTokenRequestAttributeHandler();
        atOnce.setCsrfRequestAttributeName(null);
        csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                .csrfTokenRequestHandler(atOnce)
                .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
                .requireCsrfProtectionMatcher(ConsoleConfiguration::isSentByBrowser);
    }

    /** A browser tells where a POST comes from; it never sends a bearer token by itself. */
    private static boolean isSentByBrowser(HttpServletRequest request) {
        boolean reads = HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
        boolean told = request.getHeader(HttpHeaders.ORIGIN) != null || request.getHeader("Sec-Fetch-Site") != null;
        return !reads && told && !BearerTokens.isUsed(request);
    }

    private static void roles(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry calls) {
        calls.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(call -> NOT_USED.matcher(path(call)).matches())
                .denyAll()
                .requestMatchers(ConsoleConfiguration::isCommandByGet)
                .denyAll()
                .anyRequest()
                .hasRole(Role.READER.name());
    }

    /** Jolokia would obey a link; a link can stand on any page. */
    private static boolean isCommandByGet(HttpServletRequest request) {
        Matcher jolokia = JOLOKIA.matcher(path(request));
        if (!jolokia.matches() || HttpMethod.POST.matches(request.getMethod())) {
            return false;
        }
        String command = jolokia.group("command");
        return request.getParameter("p") != null
                || !LOOKING.matcher(command == null ? "" : command).matches();
    }

    /** Jolokia is a servlet of its own, within whose paths Spring's patterns would begin. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }
}
