package io.cohortsync.api;

import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Tomcat's own errors, of calls that never reach Spring, are problems like all others, and no page. Tomcat makes it. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding("UTF-8");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(problem(response.getStatus()));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            // whoever called does not listen any more
        }
    }

    private static String problem(int status) {
        String title = Optional.ofNullable(HttpStatus.resolve(status))
                .map(HttpStatus::getReasonPhrase)
                .orElse("Error");
        return """
                {"type":"about:blank","title":"%s","status":%d,"detail":"this call is not understood"}""".formatted(title, status);
    }
}
