package io.mpreg.engine.queue;

import io.mpreg.api.Ulid;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a message: the message itself where one group consumes, one for each group or
 * consumer else. There is one for every message that waits, so it is small. Guarded by the queue's
 * lock.
 */
class Entry {

    /** Where a copy is. */
    enum Place {
        /** In a line, deliverable or behind another of its ordering key. */
        WAITING,
        /** In the agenda, until it is due. */
        DELAYED,
        /** Nobody is there to whom it could be directed. */
        HOMELESS,
        /** The one to whom it is addressed is away. */
        AWAY,
        /** Delivered, not settled. */
        IN_FLIGHT,
        /** Among the dead letters. */
        DEAD,
        /** Done. */
        GONE
    }

    final long idHigh;
    final long idLow;
    final long ref;
    final long sentAt;
    final DeliveryTerms terms;
    final int size;

    /** The place in the order of delivery. */
    long order;

    /** How many deliveries failed. */
    short failed;

    /** The consumer group, or {@link QueueStore#ALL} for a copy that belongs to none. */
    final byte group;

    Place place = Place.WAITING;
    @Nullable Content cached;

    /** What the copies of one message have in common; null if this is the only one. */
    @Nullable Share share;

    Entry(long ref, StoredHead head, int size, int group) {
        this.ref = ref;
        this.idHigh = head.id().high();
        this.idLow = head.id().low();
        this.sentAt = head.sentAt();
        this.terms = head.terms();
        this.size = size;
        this.group = (byte) group;
    }

    Entry(Entry original, int group) {
        this.ref = original.ref;
        this.idHigh = original.idHigh;
        this.idLow = original.idLow;
        this.sentAt = original.sentAt;
        this.terms = original.terms;
        this.size = original.size;
        this.order = original.order;
        this.group = (byte) group;
        this.cached = original.cached;
        this.share = original.share;
    }

    Ulid id() {
        return new Ulid(idHigh, idLow);
    }

    boolean isWaiting() {
        return switch (place) {
            case WAITING, DELAYED, HOMELESS, AWAY -> true;
            case IN_FLIGHT, DEAD, GONE -> false;
        };
    }

    /** A copy for one consumer. */
    static final class Directed extends Entry {
        final LocalConsumer target;

        /** As whom the consumer got it; null if it was not addressed to it in particular. */
        @Nullable Addressee addressee;

        Directed(Entry original, LocalConsumer target, @Nullable Addressee addressee) {
            super(original, QueueStore.ALL);
            this.target = target;
            this.addressee = addressee;
        }
    }

    /** A copy for somebody who is away. */
    static final class Awaited extends Entry {
        final Addressee addressee;

        Awaited(Entry original, Addressee addressee) {
            super(original, QueueStore.ALL);
            this.addressee = addressee;
            this.cached = null;
        }
    }
}
