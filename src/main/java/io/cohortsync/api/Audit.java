package io.cohortsync.api;

import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunTicket;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Lets callers of HTTP and JMX do things and writes down who did what. Nothing is done that could not be written down. Only
 * names of our own are written: whoever asks here has looked up the sync and the run before.
 */
@Component
class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final AuditBook book;

    Audit(AuditBook book) {
        this.book = book;
    }

    /** What a run comes of. */
    RunTicket begin(AuditAction action, String sync, Supplier<RunTicket> work) {
        return keep(action, sync, null, work, AuditEnd::of);
    }

    /** A decision about a run that is known. */
    <T> T decide(AuditAction action, RunReport run, Supplier<T> work, Function<T, AuditEnd> end) {
        return keep(action, run.sync(), run.id(), work, end);
    }

    /** Anything else about one sync, or about the whole server if none is named. */
    <T> T act(AuditAction action, @Nullable String sync, Supplier<T> work, Function<T, AuditEnd> end) {
        return keep(action, sync, null, work, end);
    }

    void act(AuditAction action, @Nullable String sync, Runnable work) {
        Supplier<AuditEnd> done = () -> {
            work.run();
            return AuditEnd.DONE;
        };
        keep(action, sync, null, done, end -> end);
    }

    private <T> T keep(
            AuditAction action,
            @Nullable String sync,
            @Nullable String run,
            Supplier<T> work,
            Function<T, AuditEnd> endOf) {
        long entry = book.ask(caller(), action, sync, run);
        try {
            T result = work.get();
            end(entry, endOf.apply(result));
            return result;
        } catch (RuntimeException e) {
            end(entry, AuditEnd.of(e));
            throw e;
        }
    }

    /** What is done is done: the caller is told so even if its end cannot be written. */
    private void end(long entry, AuditEnd end) {
        try {
            book.end(entry, end);
        } catch (DataAccessException e) {
            String problem = e.getClass().getSimpleName();
            LOG.warn("audit entry {} does not say that it is {} ({})", entry, end.outcome(), problem);
        }
    }

    /** JMX without Jolokia has no login of ours: it is this machine that calls. */
    private static String caller() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        return caller == null ? TokenHolders.LOCAL.getName() : caller.getName();
    }
}
