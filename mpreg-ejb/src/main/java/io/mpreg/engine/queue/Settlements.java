package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.Refusal;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Settles the deliveries of a queue.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Settlements {

    private final LiveQueue queue;
    private final Hub hub;

    Settlements(LiveQueue queue) {
        this.queue = queue;
        this.hub = queue.hub();
    }

    CompletableFuture<Boolean> acknowledge(LocalDelivery delivery) {
        Settling settling = new Settling();
        long now = hub.platform.clock().nanos();
        boolean done =
                queue.with(
                        settling,
                        (stock, after) -> {
                            if (!delivery.isSettleable() || !stock.close(delivery, after)) {
                                return false;
                            }
                            stock.acknowledged(delivery, now, after);
                            return true;
                        });
        if (!done) {
            return CompletableFuture.completedFuture(false);
        }
        queue.rate().count();
        if (delivery.isLoaded()) {
            hub.trail.acknowledged(queue.topics(), delivery, delivery.content(), now);
        }
        return settling.outcome;
    }

    /**
     * Acknowledges several at once.
     *
     * @param done gets the places of those that were not settled before
     * @param first the place of the first one
     * @return completes when all of them are as safe as the queue says
     */
    CompletableFuture<Boolean> acknowledge(List<LocalDelivery> deliveries, BitSet done, int first) {
        Settling settling = new Settling();
        long now = hub.platform.clock().nanos();
        queue.with(
                settling,
                (stock, after) -> {
                    for (int i = 0; i < deliveries.size(); i++) {
                        LocalDelivery delivery = deliveries.get(i);
                        if (delivery.isSettleable() && stock.close(delivery, after)) {
                            stock.acknowledged(delivery, now, after);
                            done.set(first + i);
                        }
                    }
                    return true;
                });
        for (int i = 0; i < deliveries.size(); i++) {
            LocalDelivery delivery = deliveries.get(i);
            if (done.get(first + i)) {
                queue.rate().count();
                if (delivery.isLoaded()) {
                    hub.trail.acknowledged(queue.topics(), delivery, delivery.content(), now);
                }
            }
        }
        return settling.outcome;
    }

    CompletableFuture<Boolean> refuse(LocalDelivery delivery, Refusal refusal) {
        String error = refusal.reason();
        boolean last = refusal.action() == Refusal.Action.DEAD_LETTER;
        long wait =
                refusal.action() == Refusal.Action.DELAY
                        ? Math.max(0, refusal.delay().toMillis())
                        : -1;
        String why =
                last
                        ? error.isEmpty() ? "refused" : error
                        : new Retries(hub, queue.settings()).exhausted(error);
        return fail(delivery, error, wait, last, why);
    }

    /** A message cannot be read by its consumer: it would fail every time. */
    void unreadable(LocalDelivery delivery, String error) {
        fail(delivery, error, -1, true, "not readable: " + error);
    }

    private CompletableFuture<Boolean> fail(
            LocalDelivery delivery, String error, long wait, boolean last, String why) {
        Settling settling = new Settling();
        boolean done =
                queue.with(
                        settling,
                        (stock, after) -> {
                            if (!delivery.isSettleable() || !stock.close(delivery, after)) {
                                return false;
                            }
                            stock.failed(delivery, error, wait, last, why, after);
                            return true;
                        });
        return done ? settling.outcome : CompletableFuture.completedFuture(false);
    }

    CompletableFuture<Boolean> extend(LocalDelivery delivery, Duration time) {
        if (time.isNegative()) {
            throw MpregRequestException.field("ms", "it must not be negative, was " + time);
        }
        return CompletableFuture.completedFuture(
                queue.with(
                        (s, after) -> {
                            if (!delivery.isSettleable() || delivery.settled) {
                                return false;
                            }
                            long until = hub.now() + time.toMillis();
                            s.timeouts.extend(delivery, until);
                            s.alarm.by(until);
                            return true;
                        }));
    }

    /** Learns whether a settlement is as safe as the queue says. */
    private static final class Settling implements QueueStore.Progress {
        final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        @Override
        public void reached(long ref, Durability level) {
            outcome.complete(true);
        }

        @Override
        public void failed(MpregException reason) {
            outcome.completeExceptionally(reason);
        }
    }
}
