package io.mpreg.engine.queue;

import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a queue holds, and how it passes from one state to the next. Guarded by the queue's lock;
 * what has to be done outside the lock is left in an {@link Aftermath}.
 *
 * <p>Every copy of a message is in exactly one {@link Entry.Place}. A message counts against the
 * depth as long as one of its copies waits or is in flight.
 */
final class Stock {

    final Hub hub;
    final QueueSettings settings;
    final Counts counts;
    final Timeouts timeouts = new Timeouts();
    final Agenda agenda = new Agenda();
    final Set<Entry> homeless = new LinkedHashSet<>(0);
    final Absent absent = new Absent();
    final DeadLetters dead;
    final Seen seen;
    final Groups groups;
    final Ledger ledger;
    final Alarm alarm;
    final Retries retries;
    final Directing directing;
    final Addressing addressing;
    final Exits exits;

    boolean paused;

    /** Whether the queue is deleted: what comes now goes at once. */
    boolean discarded;

    private long orders;

    /** Of which none comes again after a restart: a client may still have one of before. */
    private long deliveries;

    Stock(Hub hub, int number, QueueSettings settings, Groups groups, Runnable tick) {
        this.hub = hub;
        this.counts = new Counts(hub.now());
        this.settings = settings;
        this.groups = groups;
        this.dead = new DeadLetters(hub.settings.maxDeadLetters());
        this.seen = new Seen(settings);
        this.ledger = new Ledger(hub, settings, agenda, seen);
        this.alarm = new Alarm(hub, tick);
        this.retries = new Retries(hub, settings);
        this.exits = new Exits(this, number);
        this.directing = new Directing(this);
        this.addressing = new Addressing(this);
        this.deliveries = hub.random.nextLong(1L << 40);
    }

    static boolean byPriority(QueueSettings settings) {
        return settings.type() == QueueType.PRIORITY;
    }

    /** Takes in a message, whose room has been taken. */
    void accept(
            long ref,
            StoredHead head,
            int size,
            @Nullable Content content,
            CopyStates states,
            Aftermath after) {
        Entry first = new Entry(ref, head, size, QueueStore.ALL);
        first.order = orders++;
        first.cached = content;
        if (head.terms().isDirected()) {
            directing.accept(first, head.addressees(), states, after);
            return;
        }
        List<Integer> alive = new ArrayList<>(1);
        for (Group group : groups.receivers(head.groups(), states.finished())) {
            if (!states.buried().containsKey(group.bit)) {
                alive.add(group.bit);
            }
        }
        int copies = alive.size() + states.buried().size();
        Share share = copies > 1 ? new Share() : null;
        states.buried()
                .forEach((bit, burial) -> exits.remember(copy(first, bit, share), burial, after));
        List<Entry> entered = new ArrayList<>(alive.size());
        for (int bit : alive) {
            Entry copy = copy(first, bit, share);
            copy.failed = (short) (int) states.failed().getOrDefault(bit, 0);
            ledger.enter(copy);
            ledger.cache(copy);
            entered.add(copy);
        }
        entered.forEach(copy -> start(copy, after));
        if (alive.isEmpty()) {
            ledger.ended(first, states.finished() != 0);
        }
        if (copies == 0) {
            exits.over(first, after);
        }
    }

    private static Entry copy(Entry first, int group, @Nullable Share share) {
        Entry copy = new Entry(first, group);
        copy.share = share;
        return copy;
    }

    /** Puts a copy where it waits. */
    void start(Entry copy, Aftermath after) {
        if (copy.terms.expiresAt() == DeliveryTerms.NEVER && copy.terms.notBefore() == 0) {
            place(copy, after);
            return;
        }
        long now = hub.now();
        long wall = hub.millis();
        DeliveryTerms terms = copy.terms;
        if (terms.expiresAt() != DeliveryTerms.NEVER) {
            long end = now + Math.max(0, terms.expiresAt() - wall);
            agenda.expire(copy, end);
            alarm.by(end);
        }
        if (terms.notBefore() > wall && copy.failed == 0) {
            long due = now + terms.notBefore() - wall;
            agenda.delay(copy, due);
            alarm.by(due);
        } else {
            place(copy, after);
        }
    }

    private void place(Entry copy, Aftermath after) {
        if (copy.terms.isDirected()) {
            directing.place(copy, after);
            return;
        }
        Group group = groups.at(copy.group);
        group.line.add(copy);
        wakeOne(group, after);
    }

    /**
     * Hands a consumer what it may have.
     *
     * @return how many deliveries; 0 if it has to wait, and will be woken
     */
    int take(LocalConsumer consumer, LocalDelivery[] into, Aftermath after) {
        int count = 0;
        long now = hub.now();
        LocalDelivery urgent;
        while (count < into.length && (urgent = consumer.urgent.pollFirst()) != null) {
            counts.delivered(now);
            into[count++] = urgent;
        }
        Group group = consumer.group;
        boolean shares = !paused && !consumer.gone && groups.isActive(consumer);
        int most = Math.min(into.length, count + consumer.credit());
        int fair = count + group.line.deliverable() / (2 * Math.max(1, group.consumers.size())) + 1;
        while (!paused && !consumer.gone && count < most) {
            Entry entry = consumer.line.take();
            boolean lone = group.consumers.size() == 1;
            if (entry == null && shares && (lone || count < fair)) {
                entry = group.line.take();
            }
            if (entry == null) {
                break;
            }
            if (isOver(entry)) {
                exits.expire(entry, false, after);
                continue;
            }
            into[count++] = deliver(entry, consumer, now);
        }
        if (count == 0) {
            groups.rest(consumer);
        } else if (group.line.deliverable() > 0) {
            wakeOne(group, after);
        }
        return count;
    }

    private LocalDelivery deliver(Entry entry, LocalConsumer consumer, long now) {
        entry.place = Entry.Place.IN_FLIGHT;
        ledger.take(entry);
        consumer.unsettled++;
        counts.delivered(now);
        long deadline = now + settings.ackTimeout().toMillis();
        LocalDelivery delivery = new LocalDelivery(consumer, entry, deliveries++, deadline);
        timeouts.add(delivery);
        alarm.by(deadline);
        return delivery;
    }

    /** A number for a delivery that leaves no state. */
    long nextDelivery() {
        return deliveries++;
    }

    /** Settles a delivery; false if that was done before. */
    boolean close(LocalDelivery delivery, Aftermath after) {
        if (delivery.settled) {
            return false;
        }
        delivery.settled = true;
        timeouts.remove(delivery);
        LocalConsumer consumer = delivery.consumer;
        consumer.unsettled--;
        groups.credited(consumer, paused, after);
        return true;
    }

    /**
     * A delivery was acknowledged and closed.
     *
     * @param now the time of the clock, in nanoseconds
     */
    void acknowledged(LocalDelivery delivery, long now, Aftermath after) {
        Entry entry = delivery.entry();
        counts.acknowledged(now, delivery.handedAt);
        if (entry instanceof Entry.Directed copy) {
            directing.acknowledged(copy, after);
            return;
        }
        exits.acknowledged(entry, after);
    }

    /**
     * A delivery failed and was closed.
     *
     * @param wait how long until the next one, in milliseconds; negative for the queue's backoff
     * @param last whether it shall be the last
     * @param reason why the message becomes a dead letter if it was the last
     */
    void failed(
            LocalDelivery delivery,
            String error,
            long wait,
            boolean last,
            String reason,
            Aftermath after) {
        Entry entry = delivery.entry();
        counts.failed++;
        if (entry.share != null && entry.share.over) {
            directing.cancel((Entry.Directed) entry, after);
            return;
        }
        if (entry.failed < Short.MAX_VALUE) {
            entry.failed++;
        }
        if (last || retries.areOver(entry.failed)) {
            Burial burial = new Burial(reason, entry.failed, error, hub.millis());
            after.setback(delivery, Optional.of(error), Optional.of(burial));
            exits.bury(entry, true, burial, after);
            return;
        }
        counts.requeued++;
        after.failed(entry);
        after.setback(delivery, Optional.of(error), Optional.empty());
        long pause = wait >= 0 ? wait : retries.pause(entry.failed);
        ledger.back(entry);
        if (isOver(entry)) {
            exits.expire(entry, false, after);
        } else if (pause > 0) {
            long due = hub.now() + pause;
            agenda.delay(entry, due);
            alarm.by(due);
        } else {
            putBack(entry, after);
        }
    }

    /** A delivery was closed because its consumer is gone. */
    void returned(LocalDelivery delivery, Aftermath after) {
        Entry entry = delivery.entry();
        if (entry instanceof Entry.Directed) {
            return;
        }
        counts.requeued++;
        after.setback(delivery, Optional.empty(), Optional.empty());
        ledger.back(entry);
        putBack(entry, after);
    }

    private void putBack(Entry entry, Aftermath after) {
        if (entry instanceof Entry.Directed copy) {
            directing.putBack(copy, after);
            return;
        }
        Group group = groups.at(entry.group);
        group.line.putBack(entry);
        wakeOne(group, after);
    }

    /** Does what is due. */
    void tick(Aftermath after) {
        alarm.rang();
        long now = hub.now();
        Agenda.Due due;
        while ((due = agenda.poll(now)) != null) {
            Entry entry = due.entry;
            if (due.end) {
                if (entry instanceof Entry.Awaited copy && copy.isWaiting() && !isOver(copy)) {
                    addressing.giveUp(copy, after);
                } else if (entry.isWaiting()) {
                    exits.expire(entry, true, after);
                }
            } else if (entry.failed > 0) {
                putBack(entry, after);
            } else {
                entry.order = orders++;
                place(entry, after);
            }
        }
        for (LocalDelivery delivery : timeouts.due(now)) {
            long handed = delivery.handedAt;
            long end =
                    (handed < 0 ? now : handed / Hub.NANOS_PER_MILLI)
                            + settings.ackTimeout().toMillis();
            if (!delivery.extended && end > now) {
                timeouts.extend(delivery, end);
            } else if (close(delivery, after)) {
                String error = "not acknowledged within " + settings.ackTimeout();
                failed(delivery, error, -1, false, retries.exhausted(error), after);
            }
        }
        for (Group group : groups.over(now, hub.settings.groupTime().toMillis())) {
            exits.giveUp(group, after);
        }
        alarm.by(Math.min(agenda.next(), timeouts.next()));
        alarm.by(groups.nextEnd(hub.settings.groupTime().toMillis()));
    }

    void wakeOne(Group group, Aftermath after) {
        if (!paused) {
            LocalConsumer idle = group.nextIdle();
            if (idle != null) {
                after.wake(idle);
            }
        }
    }

    /** Wakes as many consumers as have something to do. */
    void wakeAll(Aftermath after) {
        for (Group group : groups.all()) {
            for (int i = group.line.deliverable(); i > 0 && !group.idle.isEmpty(); i--) {
                wakeOne(group, after);
            }
            for (LocalConsumer consumer : group.consumers) {
                if (consumer.line.deliverable() > 0) {
                    groups.wake(consumer, after);
                }
            }
        }
    }

    boolean isOver(Entry entry) {
        return entry.terms.expiresAt() != DeliveryTerms.NEVER
                && entry.terms.expiresAt() <= hub.millis();
    }
}
