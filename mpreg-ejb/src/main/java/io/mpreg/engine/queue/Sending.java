package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.SendReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into a queue: its id is known and its room taken, and it is visible when the
 * store has it.
 *
 * <p><b>Threads.</b> The store tells its progress on one thread; the outcome completes there, so it
 * is not shown to applications.
 */
final class Sending implements QueueStore.Progress {

    /** What is to be stored; settled before the store gets it. */
    StoredMessage message;

    final int size;

    /** By what it would be known if it came again; none if that does not matter. */
    final List<DedupeKey> keys;

    final CompletableFuture<SendReceipt> outcome = new CompletableFuture<>();
    private final LiveQueue queue;

    /** Addressees that gave up being one meanwhile; guarded by the queue's lock. */
    private @Nullable List<Receiver> left;

    /** What has to be done between the storing of the message and the first sight of it. */
    private final @Nullable Runnable between;

    Sending(
            LiveQueue queue,
            StoredMessage message,
            int size,
            List<DedupeKey> keys,
            @Nullable Runnable between) {
        this.queue = queue;
        this.between = between;
        this.message = message;
        this.size = size;
        this.keys = keys;
    }

    /** Gives the message those for whom it waits. */
    void address(List<Addressee> who) {
        message = message.to(who);
        left = new ArrayList<>(0);
    }

    /** A consumer was closed that may be among the addressees. */
    void leaves(Receiver who) {
        boolean waited = message.head().addressees().stream().anyMatch(a -> a.who().equals(who));
        if (waited && left != null && !left.contains(who)) {
            left.add(who);
        }
    }

    /** The addressees that gave up being one. */
    List<Receiver> left() {
        return left == null ? List.of() : left;
    }

    First first() {
        return new First(message.head().id(), outcome);
    }

    @Override
    public void reached(long ref, Durability level) {
        if (between != null) {
            between.run();
        }
        Stored stored = new Stored(this, ref, level);
        List<Stored> arriving = queue.hub().turns.arriving(queue);
        if (arriving == null) {
            queue.intake().show(List.of(stored));
        } else {
            arriving.add(stored);
        }
    }

    /**
     * A message that the store has.
     *
     * @param level how safe it is
     */
    record Stored(Sending sending, long ref, Durability level) {

        /** It can be seen: the sender may know. */
        void confirm() {
            StoredMessage message = sending.message;
            sending.outcome.complete(
                    new SendReceipt(message.head().id(), Trail.correlation(message), false, level));
        }
    }

    @Override
    public void failed(MpregException reason) {
        queue.intake().abandon(this);
        outcome.completeExceptionally(reason);
    }

    /**
     * The send that first brought something which may come again.
     *
     * @param id the id of its message
     * @param outcome what became of it
     */
    record First(Ulid id, CompletableFuture<SendReceipt> outcome) {

        /** One that ended well. */
        static First known(Ulid id) {
            return new First(
                    id,
                    CompletableFuture.completedFuture(
                            new SendReceipt(id, id.toString(), false, Durability.DISK)));
        }
    }
}
