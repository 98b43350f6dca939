package io.cohortsync.api;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What every call of the API must pass: the server is ready, and it knows all the query parameters. */
@Configuration(proxyBeanMethods = false)
class ApiChecks implements WebMvcConfigurer, HandlerInterceptor {

    private final ApplicationAvailability availability;

    ApiChecks(ApplicationAvailability availability) {
        this.availability = availability;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && request.getDispatcherType() == DispatcherType.REQUEST) {
            requireReady();
            requireKnown(request, method);
        }
        return true;
    }

    /** The port is open before the routes and the syncs' rows are there, and a little after they are gone. */
    private void requireReady() {
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "the server is starting or stopping");
            ErrorResponseException notReady = new ErrorResponseException(status, problem, null);
            notReady.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
            throw notReady;
        }
    }

    /** {@code dryrun=true} must not start a real run. */
    private static void requireKnown(HttpServletRequest request, HandlerMethod method) {
        List<String> known = Arrays.stream(method.getMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class))
                .map(java.lang.reflect.Parameter::getName)
                .toList();
        if (!known.containsAll(request.getParameterMap().keySet())) {
            throw Refusals.badRequest(
                    known.isEmpty()
                            ? "this call takes no query parameters"
                            : "this call takes no other query parameters than " + String.join(", ", known));
        }
    }
}
