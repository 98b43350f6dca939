package io.cohortsync.api;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every error is a problem (RFC 9457) with a sentence; what is unexpected goes to the log, without its message. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(e, headers, status, "there is nothing at this path", request);
    }

    /** Jackson's words hold the caller's, and names of classes. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(e, headers, status, "the body is not the JSON that is expected here", request);
    }

    @ExceptionHandler(RouteStoppedException.class)
    @Nullable
    ResponseEntity<Object> routeStopped(RouteStoppedException e, WebRequest request) {
        return unavailable(e, e.getMessage(), request);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    @Nullable
    ResponseEntity<Object> databaseAway(Exception e, WebRequest request) {
        LOG.warn("database not reached: {}", e.getClass().getSimpleName());
        return unavailable(e, "the database does not answer now; try again", request);
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, WebRequest request, HttpServletRequest call) {
        RuntimeException bare = new RuntimeException(e.getClass().getName());
        bare.setStackTrace(e.getStackTrace());
        LOG.error("call failed: {} of the API", call.getMethod(), bare);
        return answer(
                e,
                new HttpHeaders(),
                HttpStatus.INTERNAL_SERVER_ERROR,
                "something unexpected went wrong; the log has more",
                request);
    }

    private @Nullable ResponseEntity<Object> unavailable(Exception e, String sentence, WebRequest request) {
        return answer(e, new HttpHeaders(), HttpStatus.SERVICE_UNAVAILABLE, sentence, request);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception e, HttpHeaders headers, HttpStatusCode status, String sentence, WebRequest request) {
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, sentence), headers, status, request);
    }
}
