package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.QueueBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The queues as a store remembers them. Used by one thread, before anybody else sees them. */
final class Recovered implements QueueStore.Recovery {

    private final Hub hub;
    private final Map<String, LiveQueue> byName = new HashMap<>();
    private final Map<Integer, LiveQueue> byNumber = new HashMap<>();
    private int highest;

    Recovered(Hub hub) {
        this.hub = hub;
    }

    Map<String, LiveQueue> queues() {
        return byName;
    }

    int highestNumber() {
        return highest;
    }

    @Override
    public void queue(StoredQueue stored) {
        LiveQueue queue = new LiveQueue(hub, stored.number(), stored.name(), stored.settings());
        queue.with(
                (stock, after) -> {
                    stock.paused = stored.paused();
                    for (StoredQueue.StoredGroup group : stored.groups()) {
                        stock.groups.add(group.bit(), group.name().orElse(null), hub.now());
                    }
                    return true;
                });
        for (QueueBinding binding : stored.bindings()) {
            queue.bindings().bind(binding);
        }
        byName.put(stored.name(), queue);
        byNumber.put(stored.number(), queue);
        highest = Math.max(highest, stored.number());
    }

    @Override
    public void message(long ref, StoredHead head, int size, CopyStates states) {
        LiveQueue queue = byNumber.get(head.queue());
        if (queue == null) {
            throw new IllegalArgumentException("there is no queue " + head.queue());
        }
        queue.with(
                (stock, after) -> {
                    stock.ledger.messages.force(1);
                    stock.ledger.bytes.force(size);
                    remember(queue, stock, ref, head);
                    stock.accept(ref, head, size, null, states, after);
                    return true;
                });
    }

    /* What is still in the queue is known when it comes again. */
    private void remember(LiveQueue queue, Stock stock, long ref, StoredHead head) {
        Sending.First first = Sending.First.known(head.id());
        Dedupe dedupe = queue.settings().dedupe();
        long age = hub.millis() - head.sentAt();
        boolean recent = age < queue.settings().dedupeWindow().toMillis();
        if (head.terms().guarantee() == Guarantee.EXACTLY_ONCE) {
            stock.seen.add(List.of(new DedupeKey.MessageId(head.id())), first, hub.now());
        }
        if (dedupe == Dedupe.OFF || !recent) {
            return;
        }
        DedupeKey key =
                dedupe == Dedupe.FINGERPRINT
                        ? Fingerprint.of(queue.read(ref))
                        : new DedupeKey.Given(
                                head.terms().dedupeId().orElseGet(head.id()::toString));
        stock.seen.add(List.of(key), first, hub.now() - age);
    }

    @Override
    public void mark(StoredMark mark) {
        LiveQueue queue = byNumber.get(mark.queue());
        highest = Math.max(highest, mark.queue());
        long left = mark.until() - hub.millis();
        if (queue != null && left > 0) {
            Sending.First first = Sending.First.known(mark.id());
            queue.with(
                    (stock, after) -> {
                        long now = hub.now();
                        stock.seen.add(mark.key(), first, now + left, now);
                        return true;
                    });
        }
    }
}
