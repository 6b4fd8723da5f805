package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.queue.SendReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters again, some at a time and no faster than it may, until they are through or
 * there is no more room.
 *
 * <p><b>Threads.</b> Used by one thread at a time: the caller's, and then workers of the node.
 */
final class Redriving implements Runnable {

    /** In place of a rate. */
    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private static final int WINDOW = 64;
    private static final double NANOS = 1e9;
    private static final long LEAST_WAIT = 5_000_000;

    private final LiveQueue queue;
    private final LiveQueue target;
    private final Hub hub;
    private final List<DeadLetters.Dead> all;
    private final double perSecond;
    private final CompletableFuture<Integer> outcome = new CompletableFuture<>();
    private final long began;
    private int begun;
    private int done;
    private @Nullable MpregException failure;

    Redriving(LiveQueue queue, LiveQueue target, List<DeadLetters.Dead> all, double perSecond) {
        this.queue = queue;
        this.target = target;
        this.hub = queue.hub();
        this.all = all;
        this.perSecond = perSecond;
        this.began = hub.platform.clock().nanos();
    }

    /** Begins, on the caller's thread; the outcome is how many were sent again. */
    CompletableFuture<Integer> begin() {
        run();
        return outcome;
    }

    /** How long it may take, in milliseconds. */
    long longestMs() {
        return Outcomes.LONGEST_MS + (long) (all.size() / perSecond * 1_000);
    }

    @Override
    public void run() {
        while (begun < all.size() && failure == null && !queue.isClosed()) {
            int count = Math.min(allowed(), Math.min(WINDOW, all.size() - begun));
            if (count <= 0) {
                long due = began + (long) (begun / perSecond * NANOS);
                long wait = Math.max(LEAST_WAIT, due - hub.platform.clock().nanos());
                hub.platform.timers().schedule(Duration.ofNanos(wait), this::again);
                return;
            }
            List<Moving> moving = some(all.subList(begun, begun + count));
            begun += count;
            hub.store.drive();
            CompletableFuture<Void> stored =
                    CompletableFuture.allOf(
                            moving.stream()
                                    .map(Moving::outcome)
                                    .toArray(CompletableFuture<?>[]::new));
            if (!stored.isDone()) {
                stored.whenComplete(
                        (ok, failed) -> {
                            moving.forEach(this::finish);
                            again();
                        });
                return;
            }
            moving.forEach(this::finish);
        }
        if (done == 0 && failure != null) {
            outcome.completeExceptionally(failure);
        } else {
            outcome.complete(done);
        }
    }

    private int allowed() {
        if (perSecond == UNLIMITED) {
            return WINDOW;
        }
        double passed = (hub.platform.clock().nanos() - began) / NANOS;
        return (int) Math.min(WINDOW, Math.floor(passed * perSecond) + 1 - begun);
    }

    private void again() {
        try {
            hub.platform.workers().execute(this);
        } catch (RejectedExecutionException e) {
            // The node is stopping.
            run();
        }
    }

    private List<Moving> some(List<DeadLetters.Dead> some) {
        List<Moving> moving = new ArrayList<>();
        for (DeadLetters.Dead dead : some) {
            if (!queue.with((stock, after) -> stock.dead.remove(dead))) {
                continue;
            }
            try {
                moving.add(new Moving(dead, send(dead.entry())));
            } catch (MpregException e) {
                failure = e;
                restore(dead);
                break;
            }
        }
        return moving;
    }

    private CompletableFuture<SendReceipt> send(Entry entry) {
        Content content = queue.read(entry.ref);
        long now = queue.hub().millis();
        DeliveryTerms terms = entry.terms;
        long expires = DeliveryTerms.NEVER;
        if (target.settings().timeToLive().isPresent()) {
            expires = now + target.settings().timeToLive().get().toMillis();
        }
        DeliveryTerms again =
                new DeliveryTerms(
                                terms.guarantee(),
                                terms.priority(),
                                0,
                                expires,
                                terms.orderingKey(),
                                terms.dedupeId(),
                                terms.requiredAcks())
                        .canonical();
        // A group's copy that comes back to its queue is for that group alone.
        boolean home = target == queue && entry.group >= 0;
        long groups = home ? 1L << entry.group : target.receivers();
        StoredHead head = new StoredHead(target.number(), entry.id(), now, again, groups);
        StoredMessage.Replaced replaced = new StoredMessage.Replaced(entry.ref, entry.group);
        return target.intake()
                .resend(
                        new StoredMessage(head, content, Optional.of(replaced)),
                        // Before the message can be acknowledged, or else it might come back.
                        () ->
                                queue.with(
                                        (stock, after) -> {
                                            stock.exits.forget(entry, after);
                                            return true;
                                        }));
    }

    private void finish(Moving one) {
        try {
            one.outcome.join();
            done++;
        } catch (CompletionException e) {
            restore(one.dead);
            failure = Outcomes.failure(e);
        }
    }

    private void restore(DeadLetters.Dead dead) {
        queue.with(
                (stock, after) -> {
                    stock.dead.restore(dead);
                    return true;
                });
    }

    private record Moving(DeadLetters.Dead dead, CompletableFuture<SendReceipt> outcome) {}
}
