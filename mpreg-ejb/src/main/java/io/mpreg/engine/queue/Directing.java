package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of which every consumer gets a copy of its own: BROADCAST and QUORUM. Part of a {@link
 * Stock}.
 *
 * <p>A message whose copies are all done without having reached what it asks for goes to the
 * consumers that have come since; if there are none it waits, homeless, for the next.
 */
final class Directing {

    private final Stock stock;

    Directing(Stock stock) {
        this.stock = stock;
    }

    void accept(Entry original, CopyStates states, Aftermath after) {
        Share share = new Share();
        share.original = original;
        original.share = share;
        share.acknowledged.addAll(states.acknowledged());
        Burial burial = states.buried().get(QueueStore.ALL);
        if (burial != null) {
            share.over = true;
            stock.ledger.ended(original, false);
            original.cached = null;
            stock.exits.remember(original, burial, after);
            return;
        }
        stock.ledger.enter(original);
        stock.ledger.cache(original);
        stock.start(original, after);
    }

    /** Directs a message to everyone who is there. */
    void place(Entry entry, Aftermath after) {
        if (entry instanceof Entry.Directed copy) {
            putBack(copy, after);
            return;
        }
        List<LocalConsumer> there = new ArrayList<>();
        for (Group group : stock.groups.all()) {
            for (LocalConsumer consumer : group.consumers) {
                if (!share(entry).isDone(consumer)) {
                    there.add(consumer);
                }
            }
        }
        if (there.isEmpty()) {
            entry.place = Entry.Place.HOMELESS;
            stock.homeless.add(entry);
            return;
        }
        for (LocalConsumer consumer : there) {
            direct(entry, consumer, after);
        }
        entry.place = Entry.Place.GONE;
        stock.ledger.leave(entry, false);
        stock.ledger.uncache(entry);
        stock.ledger.stale(entry);
    }

    private void direct(Entry original, LocalConsumer consumer, Aftermath after) {
        Entry.Directed copy = new Entry.Directed(original, consumer);
        share(original).copies.add(copy);
        consumer.copies.add(copy);
        stock.ledger.enter(copy);
        stock.ledger.cache(copy);
        if (copy.terms.expiresAt() != DeliveryTerms.NEVER) {
            expireLater(copy);
        }
        consumer.line.add(copy);
        stock.groups.wake(consumer, after);
    }

    void putBack(Entry.Directed copy, Aftermath after) {
        copy.target.line.putBack(copy);
        stock.groups.wake(copy.target, after);
    }

    void acknowledged(Entry.Directed copy, Aftermath after) {
        Share share = share(copy);
        Receiver receiver = known(copy, share);
        share.acknowledged.add(receiver);
        share.done.add(copy.target);
        release(copy, true, after);
        boolean enough =
                copy.terms.guarantee() == Guarantee.QUORUM
                        && share.acknowledged.size() >= copy.terms.requiredAcks();
        if (enough && !share.over) {
            for (Entry.Directed other : new ArrayList<>(share.copies)) {
                if (other.isWaiting()) {
                    stock.exits.unplace(other, after);
                    drop(other, false);
                }
            }
            over(share, true, after);
            return;
        }
        settle(share, after);
        if (!share.over) {
            after.acknowledged(copy.ref, receiver);
        }
    }

    /* Who acknowledged, if nobody else who got the message has the same name. */
    private static Receiver known(Entry.Directed copy, Share share) {
        Receiver receiver = copy.target.receiver();
        boolean taken = share.acknowledged.contains(receiver);
        for (Entry.Directed other : share.copies) {
            taken |= other != copy && other.target.receiver().equals(receiver);
        }
        return taken ? new Receiver(receiver.group(), "") : receiver;
    }

    /** A consumer is gone: its copies are. */
    void departed(LocalConsumer consumer, Aftermath after) {
        for (Entry.Directed copy : new ArrayList<>(consumer.copies)) {
            cancel(copy, after);
        }
    }

    /** A copy is not to be delivered again; the message is a dead letter when all are done. */
    void failed(Entry.Directed copy, Burial burial, Aftermath after) {
        share(copy).failure = burial;
        release(copy, true, after);
        settle(share(copy), after);
    }

    /** A copy goes because its consumer has, or because the message is over. */
    void cancel(Entry.Directed copy, Aftermath after) {
        if (copy.isWaiting()) {
            stock.exits.unplace(copy, after);
            drop(copy, false);
        } else {
            release(copy, true, after);
        }
        settle(share(copy), after);
    }

    /** A copy, or a message without one, is given up while it waits. */
    void dismissed(Entry entry, Aftermath after) {
        if (entry instanceof Entry.Directed copy) {
            drop(copy, false);
        } else {
            stock.ledger.leave(entry, false);
            stock.ledger.uncache(entry);
            stock.ledger.stale(entry);
        }
        Share share = share(entry);
        if (share.active == 0 && !share.over) {
            over(share, false, after);
        }
    }

    /** What waits for the first consumer is for this one. */
    void arrived(LocalConsumer consumer, Aftermath after) {
        for (Entry entry : new ArrayList<>(stock.homeless)) {
            if (!share(entry).isDone(consumer)) {
                stock.homeless.remove(entry);
                direct(entry, consumer, after);
                entry.place = Entry.Place.GONE;
                stock.ledger.leave(entry, false);
                stock.ledger.uncache(entry);
                stock.ledger.stale(entry);
            }
        }
    }

    private void release(Entry.Directed copy, boolean inFlight, Aftermath after) {
        copy.place = Entry.Place.GONE;
        copy.target.line.leave(copy, false);
        drop(copy, inFlight);
        if (copy.target.line.deliverable() > 0) {
            stock.groups.wake(copy.target, after);
        }
    }

    private void drop(Entry.Directed copy, boolean inFlight) {
        copy.place = Entry.Place.GONE;
        share(copy).copies.remove(copy);
        copy.target.copies.remove(copy);
        stock.ledger.leave(copy, inFlight);
        stock.ledger.uncache(copy);
        stock.ledger.stale(copy);
    }

    private void settle(Share share, Aftermath after) {
        if (share.over || share.active > 0 || share.original == null) {
            return;
        }
        Entry original = share.original;
        boolean broadcast = original.terms.guarantee() == Guarantee.BROADCAST;
        if (share.failure != null) {
            die(share, original, share.failure, after);
        } else if (broadcast && !share.acknowledged.isEmpty()) {
            over(share, true, after);
        } else {
            stock.ledger.enter(original);
            if (original.terms.expiresAt() != DeliveryTerms.NEVER) {
                expireLater(original);
            }
            place(original, after);
        }
    }

    private void expireLater(Entry entry) {
        long left = entry.terms.expiresAt() - stock.hub.millis();
        long end = stock.hub.now() + Math.max(0, left);
        stock.agenda.expire(entry, end);
        stock.alarm.by(end);
    }

    private void die(Share share, Entry original, Burial burial, Aftermath after) {
        share.over = true;
        stock.ledger.ended(original, false);
        if (!stock.settings.deadLetter()) {
            stock.counts.dropped++;
            stock.exits.over(original, after);
            return;
        }
        stock.counts.deadLettered++;
        after.bury(original, burial);
        stock.exits.remember(original, burial, after);
    }

    private void over(Share share, boolean acknowledged, Aftermath after) {
        share.over = true;
        Entry original = share.original;
        if (original != null) {
            stock.ledger.ended(original, acknowledged);
            stock.exits.over(original, after);
        }
    }

    private static Share share(Entry entry) {
        if (entry.share == null) {
            throw new IllegalStateException("a directed copy has no share");
        }
        return entry.share;
    }
}
