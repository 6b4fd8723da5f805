package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.engine.time.UlidSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a client is told about failures. Of one that nobody foresaw it learns an incident id, under
 * which the log has the rest.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Failures {

    private static final Logger LOG = System.getLogger(Failures.class.getName());

    private final UlidSource ulids;

    Failures(UlidSource ulids) {
        this.ulids = ulids;
    }

    /** The failure as the client is told it. */
    MpregException known(Throwable failure, String op) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof MpregException known) {
            return told(known, op);
        }
        if (cause instanceof RejectedExecutionException) {
            return MpregException.of(
                    ErrorCode.UNAVAILABLE, "the node has no thread for it: it is stopping");
        }
        if (cause instanceof CancellationException) {
            return MpregException.of(ErrorCode.CANCELLED, "the request was cancelled");
        }
        return incident(cause, op);
    }

    private MpregException told(MpregException known, String op) {
        return switch (known.code()) {
            case INTERNAL -> incident(known, op);
            case CONVERSION, PROTOCOL ->
                    MpregException.of(
                            ErrorCode.BAD_REQUEST,
                            String.valueOf(known.getMessage()),
                            known.details());
            default -> known;
        };
    }

    private MpregException incident(Throwable cause, String op) {
        String incident = ulids.next().toString();
        LOG.log(
                Level.ERROR,
                "MPREG-1500: incident " + incident + ": operation '" + op + "' of a client failed",
                cause);
        return MpregException.of(
                ErrorCode.INTERNAL,
                "the node failed; its log has incident " + incident,
                Map.of("incident", incident));
    }
}
