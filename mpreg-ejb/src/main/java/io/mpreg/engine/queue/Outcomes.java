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

    private static final long LONGEST_MS = 60_000;

    private Outcomes() {}

    /** What came out; an interrupt does not end the wait, since it would lose the outcome. */
    static <T> T await(CompletableFuture<T> outcome) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get(LONGEST_MS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    throw MpregException.of(
                            ErrorCode.TIMED_OUT,
                            "the store did not answer within "
                                    + LONGEST_MS
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
    private static MpregException failure(Throwable cause) {
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
