package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * To whom BROADCAST and QUORUM messages are addressed: the consumers that are there when one is
 * sent and can be known again by their group and id. Such a message waits for them while they are
 * away, over a restart too. Part of a {@link Stock}.
 *
 * <p>It waits no longer for who closed the consumer; nor for who was away when the message had the
 * age at which a consumer group is given up; nor for who goes by an id that a client made and did
 * not return within a minute.
 */
final class Addressing {

    /** How many addressees of a message are waited for. */
    static final int MOST = 1024;

    /** How long a client has time to come back, in milliseconds. */
    static final long RETURN_MS = 60_000;

    private final Stock stock;

    /** Messages on their way to the store. */
    private final Set<Sending> underway = new HashSet<>(0);

    Addressing(Stock stock) {
        this.stock = stock;
    }

    /** A message is about to be stored: it is for those who are there now. */
    void send(Sending sending) {
        Map<Receiver, Optional<Addressee>> there = new LinkedHashMap<>();
        for (Group group : stock.groups.all()) {
            for (LocalConsumer consumer : group.consumers) {
                if (consumer.identity() != Identity.NONE) {
                    Receiver who = consumer.receiver();
                    boolean named = consumer.identity() == Identity.NAME;
                    // Of two with the same name nobody could tell who came back.
                    there.merge(
                            who,
                            Optional.of(new Addressee(who, named)),
                            (one, other) -> Optional.empty());
                }
            }
        }
        List<Addressee> to = there.values().stream().flatMap(Optional::stream).limit(MOST).toList();
        if (!to.isEmpty()) {
            sending.address(to);
            underway.add(sending);
        }
    }

    /** A message was not stored. */
    void abandoned(Sending sending) {
        underway.remove(sending);
    }

    /** A message is stored; returns what became of it meanwhile. */
    CopyStates stored(Sending sending, long ref, Aftermath after) {
        underway.remove(sending);
        CopyStates states = CopyStates.FRESH;
        for (Receiver who : sending.left()) {
            states = states.left(who);
            after.left(ref, who);
        }
        return states;
    }

    /** What waits for this consumer is for it now. */
    void arrived(LocalConsumer consumer, Aftermath after) {
        for (Entry.Awaited copy : stock.absent.of(consumer.receiver())) {
            handOver(copy, copy.failed, copy.addressee, consumer, after);
            drop(copy);
        }
    }

    /**
     * A consumer has gone.
     *
     * @param lost whether it may come back, rather than having been closed
     */
    void departed(LocalConsumer consumer, boolean lost, Aftermath after) {
        List<Entry.Directed> copies = new ArrayList<>(consumer.copies);
        if (!lost) {
            copies.forEach(copy -> cancel(copy, after));
            left(consumer, after);
            return;
        }
        Optional<LocalConsumer> successor =
                consumer.group.consumers.stream()
                        .filter(other -> other.receiver().equals(consumer.receiver()))
                        .findFirst();
        for (Entry.Directed copy : copies) {
            Addressee addressee = copy.addressee;
            Share share = Directing.share(copy);
            Entry original = share.original;
            if (addressee != null && !share.over && original != null) {
                if (successor.isPresent()) {
                    handOver(copy, copy.failed, addressee, successor.get(), after);
                    copy.addressee = null;
                } else if (end(original, addressee) > stock.hub.now()) {
                    await(original, addressee, copy.failed);
                    copy.addressee = null;
                }
            }
            stock.directing.cancel(copy, after);
        }
    }

    private void cancel(Entry.Directed copy, Aftermath after) {
        Addressee addressee = copy.addressee;
        stock.directing.cancel(copy, after);
        if (addressee != null && !Directing.share(copy).over) {
            after.left(copy.ref, addressee.who());
        }
    }

    /* Messages that have no copies yet are not for somebody who has closed the consumer. */
    private void left(LocalConsumer consumer, Aftermath after) {
        Receiver who = consumer.receiver();
        if (consumer.identity() == Identity.NONE) {
            return;
        }
        underway.forEach(sending -> sending.leaves(who));
        stock.agenda.forEachDelayed(
                entry -> {
                    boolean original = !(entry instanceof Entry.Directed);
                    if (original
                            && entry.terms.isDirected()
                            && Directing.share(entry).expected.remove(who) != null) {
                        after.left(entry.ref, who);
                    }
                });
    }

    /* A copy is for a consumer of the same name now. */
    private void handOver(
            Entry from, short failed, Addressee addressee, LocalConsumer to, Aftermath after) {
        Share share = Directing.share(from);
        for (Entry.Directed copy : share.copies) {
            if (copy.target == to) {
                copy.addressee = addressee;
                return;
            }
        }
        if (share.original != null) {
            stock.directing.direct(share.original, to, addressee, after).failed = failed;
        }
    }

    /** Keeps a message for somebody who is away. */
    void await(Entry original, Addressee addressee, int failed) {
        Entry.Awaited copy = new Entry.Awaited(original, addressee);
        copy.failed = (short) failed;
        stock.ledger.enter(copy);
        stock.absent.add(copy);
        Directing.share(copy).awaited.add(copy);
        long end = end(original, addressee);
        stock.agenda.expire(copy, end);
        stock.alarm.by(end);
    }

    /* Until when a message waits, by the queue's clock. */
    private long end(Entry original, Addressee addressee) {
        long wall = stock.hub.millis();
        long now = stock.hub.now();
        DeliveryTerms terms = original.terms;
        long end = now + RETURN_MS;
        if (addressee.named()) {
            long from = Math.max(original.sentAt, terms.notBefore());
            end = now + from + stock.hub.settings.groupTime().toMillis() - wall;
        }
        if (terms.expiresAt() != DeliveryTerms.NEVER) {
            end = Math.min(end, now + terms.expiresAt() - wall);
        }
        return end;
    }

    /** The time is up in which somebody could have come back. */
    void giveUp(Entry.Awaited copy, Aftermath after) {
        stock.counts.expired++;
        Share share = Directing.share(copy);
        share.forget(copy.addressee);
        drop(copy);
        stock.directing.settle(share, after);
    }

    /** A message is over: it waits for nobody any more. */
    void dropAll(Share share) {
        List.copyOf(share.awaited).forEach(this::drop);
        share.expected.clear();
    }

    void drop(Entry.Awaited copy) {
        stock.absent.remove(copy);
        Directing.share(copy).awaited.remove(copy);
        copy.place = Entry.Place.GONE;
        stock.ledger.leave(copy, false);
        stock.agenda.stale();
    }
}
