package io.cohortsync.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** What Tomcat and Spring Security refuse by themselves (paths, methods and headers that are malformed) is a problem, too. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class UnreadableCalls {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    @Bean
    RequestRejectedHandler problemsOfTheFirewall(ObjectMapper json) {
        AccessProblems problems = new AccessProblems(json);
        return (request, response, refusal) -> problems.notUnderstood(response);
    }
}
