package io.cohortsync.route;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;

/**
 * A test of the routes in {@code routes.under.test} (and of the error handling) without web server and database. What the
 * beans of package route need is faked by the test; {@link RouteTestContext} has the rest.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CamelSpringBootTest
@SpringBootTest(classes = RouteTestContext.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@TestPropertySource(
        properties = {
            "spring.config.location=optional:classpath:/none/",
            "camel.main.routes-include-pattern=file:routes/error-handling.camel.yaml,${routes.under.test}",
            "camel.main.main-run-controller=false",
            "camel.main.shutdown-timeout=5",
            "camel.main.jmx-enabled=false",
            "cohort-sync.retry.tries=3",
            "cohort-sync.retry.delay-millis=5",
            "cohort-sync.retry.max-delay-millis=20",
            "management.endpoint.health.validate-group-membership=false",
            "logging.level.io.cohortsync=ERROR",
            "logging.level.org.apache.camel.processor.errorhandler=ERROR"
        })
@interface RouteTest {}
