package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages of which every consumer gets a copy of its own: BROADCAST and QUORUM. Part of a {@link
 * Stock}.
 *
 * <p>Those who are waited for while they are away are {@linkplain Addressing its addressees}. A
 * message whose copies are all done without having reached what it asks for goes to the consumers
 * that have come since; if there are none it waits, homeless, for the next.
 */
final class Directing {

    private final Stock stock;

    Directing(Stock stock) {
        this.stock = stock;
    }

    void accept(Entry original, List<Addressee> to, CopyStates states, Aftermath after) {
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
        share.addressed = !to.isEmpty();
        for (Addressee addressee : to) {
            Receiver who = addressee.who();
            if (!states.acknowledged().contains(who) && !states.left().contains(who)) {
                share.expected.put(who, addressee);
            }
        }
        stock.ledger.enter(original);
        stock.ledger.cache(original);
        stock.start(original, after);
    }

    /** Directs a message to everyone who is there, and to those who are expected. */
    void place(Entry entry, Aftermath after) {
        if (entry instanceof Entry.Directed copy) {
            putBack(copy, after);
            return;
        }
        Share share = share(entry);
        List<LocalConsumer> there = new ArrayList<>();
        Set<Receiver> away = new LinkedHashSet<>(share.expected.keySet());
        for (Group group : stock.groups.all()) {
            for (LocalConsumer consumer : group.consumers) {
                away.remove(consumer.receiver());
                if (!share.isDone(consumer)) {
                    there.add(consumer);
                }
            }
        }
        away.forEach(who -> stock.addressing.await(entry, share.expected.get(who), 0));
        Set<Receiver> reached = new LinkedHashSet<>();
        for (LocalConsumer consumer : there) {
            Receiver who = consumer.receiver();
            boolean expected = share.expected.containsKey(who) && reached.add(who);
            direct(entry, consumer, expected ? share.expected.get(who) : null, after);
        }
        if (share.active > 1) {
            leave(entry);
        } else if (isReached(share)) {
            leave(entry);
            over(share, true, after);
        } else {
            entry.place = Entry.Place.HOMELESS;
            stock.homeless.add(entry);
        }
    }

    /* The message itself waits nowhere any more: its copies do. */
    private void leave(Entry original) {
        original.place = Entry.Place.GONE;
        stock.ledger.leave(original, false);
        stock.ledger.uncache(original);
        stock.ledger.stale(original);
    }

    /* Whether a message that nobody has to work on any more may go. */
    private static boolean isReached(Share share) {
        Entry original = share.original;
        return share.addressed
                && original != null
                && original.terms.guarantee() == Guarantee.BROADCAST
                && !share.acknowledged.isEmpty();
    }

    Entry.Directed direct(
            Entry original,
            LocalConsumer consumer,
            @Nullable Addressee addressee,
            Aftermath after) {
        Entry.Directed copy = new Entry.Directed(original, consumer, addressee);
        share(original).copies.add(copy);
        consumer.copies.add(copy);
        stock.ledger.enter(copy);
        stock.ledger.cache(copy);
        if (copy.terms.expiresAt() != DeliveryTerms.NEVER) {
            expireLater(copy);
        }
        consumer.line.add(copy);
        stock.groups.wake(consumer, after);
        return copy;
    }

    void putBack(Entry.Directed copy, Aftermath after) {
        copy.target.line.putBack(copy);
        stock.groups.wake(copy.target, after);
    }

    void acknowledged(Entry.Directed copy, Aftermath after) {
        Share share = share(copy);
        if (share.over) {
            release(copy, true, after);
            // It is confirmed when the end of the message is stored, which may be under way.
            after.finish(copy.ref, QueueStore.ALL);
            return;
        }
        Receiver receiver = known(copy, share);
        share.acknowledged.add(receiver);
        share.done.add(copy.target);
        share.forget(copy.addressee);
        release(copy, true, after);
        boolean enough =
                copy.terms.guarantee() == Guarantee.QUORUM
                        && share.acknowledged.size() >= copy.terms.requiredAcks();
        if (enough) {
            for (Entry.Directed other : new ArrayList<>(share.copies)) {
                if (other.isWaiting()) {
                    stock.exits.unplace(other, after);
                    drop(other, false);
                }
            }
            stock.addressing.dropAll(share);
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
        if (copy.addressee != null) {
            return receiver;
        }
        boolean taken =
                share.acknowledged.contains(receiver) || share.expected.containsKey(receiver);
        for (Entry.Directed other : share.copies) {
            taken |= other != copy && other.target.receiver().equals(receiver);
        }
        return taken ? new Receiver(receiver.group(), "") : receiver;
    }

    /** A copy is not to be delivered again; the message is a dead letter when all are done. */
    void failed(Entry.Directed copy, Burial burial, Aftermath after) {
        share(copy).failure = burial;
        share(copy).forget(copy.addressee);
        release(copy, true, after);
        settle(share(copy), after);
    }

    /** A copy goes because its consumer has, or because the message is over. */
    void cancel(Entry.Directed copy, Aftermath after) {
        share(copy).forget(copy.addressee);
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
        Share share = share(entry);
        if (entry instanceof Entry.Directed copy) {
            share.forget(copy.addressee);
            drop(copy, false);
        } else if (entry instanceof Entry.Awaited copy) {
            share.forget(copy.addressee);
            stock.addressing.drop(copy);
        } else {
            stock.ledger.leave(entry, false);
            stock.ledger.uncache(entry);
            stock.ledger.stale(entry);
        }
        if (share.active == 0 && !share.over) {
            over(share, false, after);
        }
    }

    /** What waits for the first consumer is for this one. */
    void arrived(LocalConsumer consumer, Aftermath after) {
        for (Entry entry : new ArrayList<>(stock.homeless)) {
            if (!share(entry).isDone(consumer)) {
                stock.homeless.remove(entry);
                direct(entry, consumer, null, after);
                leave(entry);
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

    /** Looks what follows for a message from the end of one of its copies. */
    void settle(Share share, Aftermath after) {
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

    static Share share(Entry entry) {
        if (entry.share == null) {
            throw new IllegalStateException("a directed copy has no share");
        }
        return entry.share;
    }
}
