package io.cohortsync.run;

import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.fault.RunFailedException;
import io.cohortsync.ledger.PlanOutdatedException;
import io.cohortsync.member.ExportUnusableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Turns a problem into the reason of a run report: words of our own, so that nothing foreign can leak. */
final class Reasons {

    private Reasons() {}

    static boolean isDatabaseAway(Throwable problem) {
        return problem instanceof DataAccessResourceFailureException
                || problem instanceof TransientDataAccessException
                || problem instanceof RecoverableDataAccessException
                || problem instanceof TransactionException;
    }

    static String of(Throwable problem) {
        if (problem instanceof RunFailedException
                || problem instanceof AccessRefusedException
                || problem instanceof PlanOutdatedException) {
            return String.valueOf(problem.getMessage());
        }
        if (problem instanceof ExportUnusableException) {
            return "the export cannot be used: " + problem.getMessage()
                    + ". It was downloaded twice; nothing was changed, and the next run asks for a new one";
        }
        if (problem instanceof RetryLaterException) {
            return problem.getMessage()
                    + "; given up after the time allowed. Nothing was changed, and the next run tries again";
        }
        if (problem instanceof IOException) {
            return "the connection failed (" + problem.getClass().getSimpleName()
                    + "); given up after the time allowed. The next run tries again";
        }
        return "an unexpected " + problem.getClass().getSimpleName() + "; the log has more. The next run tries again";
    }

    /** What of an unexpected problem goes to the log: its type and place, and no message, which may hold an address or a URL. */
    static @Nullable Throwable trace(Throwable problem) {
        if (problem instanceof RunFailedException
                || problem instanceof IOException
                || problem instanceof RetryLaterException
                || problem instanceof AccessRefusedException
                || problem instanceof ExportUnusableException
                || problem instanceof PlanOutdatedException) {
            return null;
        }
        RuntimeException bare = new RuntimeException(problem.getClass().getName());
        bare.setStackTrace(problem.getStackTrace());
        return bare;
    }
}
