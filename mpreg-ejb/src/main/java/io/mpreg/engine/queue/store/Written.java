package io.mpreg.engine.queue.store;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregStorageException;
import io.mpreg.api.queue.Durability;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.queue.QueueStore.Progress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a caller wait until something is written. */
final class Written implements Done, Progress {

    private static final long LONGEST_MS = 60_000;

    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    @Override
    public void onDurable(long position) {
        outcome.complete(true);
    }

    @Override
    public void onFailure(MpregStorageException failure) {
        outcome.completeExceptionally(failure);
    }

    @Override
    public void reached(long ref, Durability level) {
        outcome.complete(true);
    }

    @Override
    public void failed(MpregException reason) {
        outcome.completeExceptionally(reason);
    }

    /** Returns when it is written; an interrupt does not end the wait. */
    void await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    outcome.get(LONGEST_MS, TimeUnit.MILLISECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    throw MpregException.of(
                            ErrorCode.TIMED_OUT,
                            "the journal did not answer within " + LONGEST_MS + " ms",
                            Map.of(),
                            e);
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof MpregException known
                            ? known
                            : MpregException.of(
                                    ErrorCode.STORAGE, "a write failed", Map.of(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
