package io.mpreg.bench.rpc;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Callers of something that answers later, whatever it is. */
final class Callers {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long PATIENCE_S = 30;

    /** Something that can be called. */
    @FunctionalInterface
    interface Callee {
        CompletionStage<?> call();
    }

    private Callers() {}

    /** The median time in microseconds of one call after the other. */
    static double latency(Callee callee, int calls)
            throws InterruptedException, ExecutionException, TimeoutException {
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long begun = System.nanoTime();
            callee.call().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return nanos[calls / 2] / NANOS_PER_MICRO;
    }

    /** Calls a second by so many callers, each of which calls again when it is answered. */
    static double throughput(Callee callee, int callers, double seconds)
            throws InterruptedException, ExecutionException, TimeoutException {
        LongAdder answered = new LongAdder();
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * NANOS_PER_SECOND);
        CompletableFuture<?>[] all = new CompletableFuture<?>[callers];
        for (int i = 0; i < callers; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all[i] = done;
            again(callee, end, answered, done);
        }
        CompletableFuture.allOf(all).get((long) seconds + PATIENCE_S, TimeUnit.SECONDS);
        return answered.sum() / ((System.nanoTime() - begun) / NANOS_PER_SECOND);
    }

    private static void again(
            Callee callee, long end, LongAdder answered, CompletableFuture<Void> done) {
        callee.call()
                .whenComplete(
                        (value, error) -> {
                            if (error != null) {
                                done.completeExceptionally(error);
                                return;
                            }
                            answered.increment();
                            if (System.nanoTime() >= end) {
                                done.complete(null);
                            } else {
                                again(callee, end, answered, done);
                            }
                        });
    }
}
