package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.spi.RefusedStage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages into a queue: knows those that come twice, finds room, has them stored, and lets
 * them be seen when they are as safe as the queue says.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Intake {

    private final LiveQueue queue;
    private final Hub hub;
    private final QueueSettings settings;
    private final Ledger ledger;
    private final Fullness fullness;

    Intake(LiveQueue queue, Ledger ledger) {
        this.queue = queue;
        this.hub = queue.hub();
        this.settings = queue.settings();
        this.ledger = ledger;
        this.fullness = new Fullness(queue, ledger);
    }

    /**
     * The refusal of what would be refused anyway, before anything else is done for it; null if
     * there may be room.
     */
    @Nullable RefusedStage<SendReceipt> refusal(Guarantee guarantee) {
        // A duplicate needs no room; what nobody keeps neither.
        boolean full =
                ledger.messages.isFull()
                        && settings.dedupe() == Dedupe.OFF
                        && guarantee != Guarantee.EXACTLY_ONCE
                        && guarantee != Guarantee.FIRE_AND_FORGET;
        return full ? fullness.ofMessages() : null;
    }

    /** Sends a message. */
    CompletableFuture<SendReceipt> send(StoredMessage message) {
        return send(message, keys(message), null, hub.store::put);
    }

    /** Sends a message on behalf of a caller that will only wait for the outcome. */
    CompletableFuture<SendReceipt> sendAndDrive(StoredMessage message) {
        return send(message, keys(message), null, hub.store::putAndDrive);
    }

    /**
     * Sends a message that was in a queue before, so that it is no duplicate.
     *
     * @param between done when the message is stored and nobody has seen it yet; must not wait
     */
    CompletableFuture<SendReceipt> resend(StoredMessage message, Runnable between) {
        StoredHead head = message.head();
        boolean exact = head.terms().guarantee() == Guarantee.EXACTLY_ONCE;
        List<DedupeKey> own = List.of(new DedupeKey.MessageId(head.id()));
        return send(message, exact ? own : List.of(), between, hub.store::put);
    }

    private CompletableFuture<SendReceipt> send(
            StoredMessage message,
            List<DedupeKey> keys,
            @Nullable Runnable between,
            Putting putting) {
        queue.checkOpen();
        StoredHead head = message.head();
        if (head.terms().guarantee() == Guarantee.FIRE_AND_FORGET) {
            return fire(message, keys);
        }
        Sending sending = new Sending(queue, message, message.content().size(), keys, between);
        if (!keys.isEmpty()) {
            Sending.First first = claim(keys, sending.first());
            if (first != null && between == null) {
                return first.outcome().thenApply(sent -> duplicate(message, first));
            }
        }
        try {
            takeRoom(sending.size);
        } catch (MpregException e) {
            unclaim(sending);
            throw e;
        }
        if (head.terms().isDirected()) {
            queue.with(
                    (stock, after) -> {
                        stock.addressing.send(sending);
                        return true;
                    });
        }
        try {
            putting.put(sending.message, settings.durability(), sending);
        } catch (MpregException e) {
            abandon(sending);
            throw e;
        }
        return sending.outcome;
    }

    /** Messages are as safe as the queue says: they can be delivered now. */
    void show(List<Sending.Stored> messages) {
        for (int i = 0; i < messages.size(); i++) {
            hub.trail.enqueued(queue.topics(), messages.get(i).sending().message);
        }
        long now = hub.now();
        fullness.changed();
        queue.with(
                (stock, after) -> {
                    for (int i = 0; i < messages.size(); i++) {
                        show(messages.get(i), now, stock, after);
                    }
                    return true;
                });
        for (int i = 0; i < messages.size(); i++) {
            messages.get(i).confirm();
        }
    }

    private void show(Sending.Stored message, long now, Stock stock, Aftermath after) {
        if (stock.discarded) {
            after.finish(message.ref(), QueueStore.ALL);
            return;
        }
        stock.counts.sent(now);
        Sending sending = message.sending();
        StoredHead head = sending.message.head();
        CopyStates states =
                head.terms().isDirected()
                        ? stock.addressing.stored(sending, message.ref(), after)
                        : CopyStates.FRESH;
        Content content = sending.message.content();
        stock.accept(message.ref(), head, sending.size, content, states, after);
    }

    /** A message was not taken after all. */
    void abandon(Sending sending) {
        ledger.messages.give(1);
        ledger.bytes.give(sending.size);
        unclaim(sending);
        if (sending.message.head().terms().isDirected()) {
            queue.with(
                    (stock, after) -> {
                        stock.addressing.abandoned(sending);
                        return true;
                    });
        }
    }

    /** Makes a dead letter of a message that never was in a queue. */
    CompletableFuture<Boolean> bury(Ulid id, Content content, String reason) {
        long now = hub.millis();
        StoredHead head = new StoredHead(queue.number(), id, now, DeliveryTerms.PLAIN, 1);
        Burial burial = new Burial(reason, 0, "", now);
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        hub.store.put(
                new StoredMessage(head, content),
                settings.durability(),
                new QueueStore.Progress() {
                    @Override
                    public void reached(long ref, Durability level) {
                        queue.with(
                                (s, after) -> {
                                    Entry entry = new Entry(ref, head, content.size(), 0);
                                    s.counts.deadLettered++;
                                    after.bury(entry, burial);
                                    s.exits.remember(entry, burial, after);
                                    return true;
                                });
                        hub.trail.died(queue.topics(), id, content, burial, Trail.NOWHERE);
                        outcome.complete(true);
                    }

                    @Override
                    public void failed(MpregException failure) {
                        outcome.completeExceptionally(failure);
                    }
                });
        return outcome;
    }

    private CompletableFuture<SendReceipt> fire(StoredMessage message, List<DedupeKey> keys) {
        CompletableFuture<SendReceipt> outcome =
                CompletableFuture.completedFuture(
                        new SendReceipt(
                                message.head().id(),
                                Trail.correlation(message),
                                false,
                                Durability.MEMORY));
        if (!keys.isEmpty()) {
            Sending.First first = claim(keys, new Sending.First(message.head().id(), outcome));
            if (first != null) {
                return first.outcome().thenApply(sent -> duplicate(message, first));
            }
        }
        hub.trail.enqueued(queue.topics(), message);
        queue.with(
                (s, after) -> {
                    s.counts.sent(hub.now());
                    boolean reached = false;
                    for (Group group : s.groups.all()) {
                        LocalConsumer consumer = s.paused ? null : group.nextWithRoom();
                        if (consumer != null) {
                            consumer.urgent.addLast(
                                    new LocalDelivery(consumer, s.nextDelivery(), message));
                            s.groups.wake(consumer, after);
                            s.groups.rouse(consumer, after);
                            reached = true;
                        }
                    }
                    s.counts.dropped += reached ? 0 : 1;
                    return reached;
                });
        return outcome;
    }

    /* The send that brought one of these before; else this one is remembered. */
    private Sending.@Nullable First claim(List<DedupeKey> keys, Sending.First mine) {
        return queue.with(
                        (s, after) -> {
                            Sending.First known = s.seen.find(keys, hub.now());
                            if (known != null) {
                                return Optional.of(known);
                            }
                            s.seen.add(keys, mine, hub.now());
                            return Optional.<Sending.First>empty();
                        })
                .orElse(null);
    }

    private void unclaim(Sending sending) {
        if (!sending.keys.isEmpty()) {
            queue.with(
                    (s, after) -> {
                        s.seen.remove(sending.keys, sending.first());
                        return true;
                    });
        }
    }

    private List<DedupeKey> keys(StoredMessage message) {
        StoredHead head = message.head();
        return queue.seen().keys(head.terms(), head.id(), message.content());
    }

    private static SendReceipt duplicate(StoredMessage message, Sending.First first) {
        Durability reached = first.outcome().join().durability();
        return new SendReceipt(first.id(), Trail.correlation(message), true, reached);
    }

    private void takeRoom(int size) {
        if (!ledger.messages.take(1)) {
            throw fullness.ofMessages().refusal();
        }
        if (!ledger.bytes.take(size)) {
            ledger.messages.give(1);
            throw fullness.ofBytes().refusal();
        }
    }

    /** A way to have a message stored. */
    @FunctionalInterface
    private interface Putting {
        void put(StoredMessage message, Durability level, QueueStore.Progress progress);
    }
}
