package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the store. */
final class Outcomes {

    static final long LONGEST_MS = 60_000;

    private Outcomes() {}

    /** What came out; an interrupt does not end the wait, since it would lose the outcome. */
    static <T> T await(CompletableFuture<T> outcome) {
        return await(outcome, LONGEST_MS);
    }

    /** The same of something that may take longer. */
    static <T> T await(CompletableFuture<T> outcome, long longestMs) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get(longestMs, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    throw MpregException.of(
                            ErrorCode.TIMED_OUT,
                            "the store did not answer within "
                                    + longestMs
                                    + " ms; whether the message was taken is unknown",
                            Map.of(),
                            e);
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The same failure with the caller's stack trace. */
    static MpregException shown(MpregException failure) {
        return MpregException.of(
                failure.code(), String.valueOf(failure.getMessage()), failure.details(), failure);
    }

    /* A copy, so that the trace shows where the caller waits. */
    static MpregException failure(Throwable cause) {
        Throwable root = cause;
        while (!(root instanceof MpregException) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof MpregException known) {
            return shown(known);
        }
        return MpregException.of(ErrorCode.INTERNAL, "the send failed: " + root, Map.of(), root);
    }
}
