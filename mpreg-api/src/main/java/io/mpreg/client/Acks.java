package io.mpreg.client;

import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.QueueForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements of one consumer. Those that its listener makes while more deliveries wait
 * for it go to the node together: when nothing waits any more, when they are many, or shortly after
 * the first of them at the latest, however long the listener takes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Acks {

    private static final int MOST = 64;
    private static final Duration LATEST = Duration.ofMillis(2);

    private final Connection connection;

    /** The thread that calls the listener at the moment. */
    private volatile @Nullable Thread listening;

    // Guarded by this.
    private Batch gathered = new Batch(0);
    private boolean watched;

    Acks(Connection connection) {
        this.connection = connection;
    }

    /** The calling thread calls the listener now. */
    void listening() {
        listening = Thread.currentThread();
    }

    /** Whether what the calling thread acknowledges goes together with more. */
    boolean gathers() {
        return listening == Thread.currentThread() && connection.knows(Feature.ACKS);
    }

    /**
     * Acknowledges a delivery.
     *
     * @param link the link that brought it
     */
    CompletionStage<Boolean> add(String delivery, long link) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        Batch full = null;
        Batch former = null;
        boolean first;
        synchronized (this) {
            if (gathered.link != link) {
                former = gathered;
                gathered = new Batch(link);
            }
            gathered.deliveries.add(delivery);
            gathered.outcomes.add(outcome);
            if (gathered.deliveries.size() >= MOST) {
                full = gathered;
                gathered = new Batch(link);
            }
            first = !watched;
            watched = true;
        }
        send(former);
        send(full);
        if (first) {
            connection.threads().after(LATEST, this::late);
        }
        return outcome;
    }

    private void late() {
        synchronized (this) {
            watched = false;
        }
        flush();
    }

    /** The listener has nothing more to do at present. */
    void rest() {
        listening = null;
        flush();
    }

    /** Sends what has gathered. */
    void flush() {
        Batch batch;
        synchronized (this) {
            batch = gathered;
            gathered = new Batch(batch.link);
        }
        send(batch);
    }

    private void send(@Nullable Batch batch) {
        if (batch == null || batch.deliveries.isEmpty()) {
            return;
        }
        Request request = Request.op("queue.ack").over(batch.link);
        connection
                .ask(
                        request.compact(
                                (out, number) -> QueueForm.acks(out, number, batch.deliveries),
                                () -> request.with("deliveries", batch.deliveries),
                                Feature.ACKS),
                        reply -> Compacted.value(reply, BitSet.class))
                .whenComplete(batch::settle);
    }

    /** What goes together. */
    private static final class Batch {

        private final long link;
        private final List<String> deliveries = new ArrayList<>();
        private final List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();

        Batch(long link) {
            this.link = link;
        }

        void settle(@Nullable BitSet failed, @Nullable Throwable failure) {
            for (int i = 0; i < outcomes.size(); i++) {
                if (failure != null) {
                    outcomes.get(i).completeExceptionally(Failures.unwrapped(failure));
                } else {
                    // Without it there was an answer of another form, which nobody asked for.
                    outcomes.get(i).complete(failed != null && !failed.get(i));
                }
            }
        }
    }
}
