package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Delivery;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A kept request that has no result yet, as long as the node knows of it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Ticket {

    /** What to do with a delivery of the request. */
    enum Turn {
        /** Run it. */
        RUN,
        /** It runs; the delivery is its latest and is settled with it. */
        RUNS,
        /** It is kept twice; this one is not needed. */
        TWICE,
        /** It was cancelled; the delivery is settled with its result. */
        CANCELLED
    }

    private final StoredCall call;
    private final CompletableFuture<String> stored = new CompletableFuture<>();
    private final CompletableFuture<Payload> ended = new CompletableFuture<>();
    private @Nullable Delivery<Payload> delivery;
    private @Nullable Running execution;
    private boolean cancelled;
    private int tries;
    private volatile String trouble = "";

    Ticket(StoredCall call) {
        this.call = call;
    }

    StoredCall call() {
        return call;
    }

    /** Completes with the request's id when it is kept. */
    CompletableFuture<String> stored() {
        return stored;
    }

    /** Completes with the result when that is kept. */
    CompletableFuture<Payload> ended() {
        return ended;
    }

    synchronized Turn turn(Delivery<Payload> next) {
        if (delivery != null) {
            if (!delivery.messageId().equals(next.messageId())) {
                return Turn.TWICE;
            }
            delivery = next;
            return Turn.RUNS;
        }
        delivery = next;
        if (cancelled) {
            return Turn.CANCELLED;
        }
        tries++;
        return Turn.RUN;
    }

    /** Notes what runs; true if it is to be cancelled at once. */
    synchronized boolean runs(Running started) {
        execution = started;
        return cancelled;
    }

    /** The delivery that is to be settled with the result, if there is one. */
    synchronized @Nullable Delivery<Payload> delivery() {
        return delivery;
    }

    /** The delivery that is to be settled now; none if the request does not run. */
    synchronized @Nullable Delivery<Payload> release() {
        Delivery<Payload> latest = delivery;
        delivery = null;
        execution = null;
        return latest;
    }

    /** Wants it cancelled; true for the first one, if it neither runs nor is about to. */
    boolean cancel(String reason) {
        Running running;
        synchronized (this) {
            boolean first = !cancelled;
            cancelled = true;
            running = execution;
            if (running == null) {
                return first && delivery == null;
            }
        }
        running.cancel(reason);
        return false;
    }

    synchronized int tries() {
        return tries;
    }

    /** Why it did not end yet, for people. */
    String trouble() {
        return trouble;
    }

    void trouble(String reason) {
        trouble = reason;
    }
}
