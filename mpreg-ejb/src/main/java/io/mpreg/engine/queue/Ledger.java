package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.queue.QueueSettings;

/**
 * Keeps the accounts of a {@link Stock}: how many messages wait, what room is taken, and what is
 * kept at hand. Guarded by the queue's lock, but for the rooms.
 */
final class Ledger {

    /** The share of the memory of all queues that one may take. */
    private static final int CACHE_PART = 4;

    private final Hub hub;
    private final Agenda agenda;
    private final Seen seen;

    /** Messages that wait or are in flight, or are on their way into the queue. */
    final Room messages;

    /** About how many bytes these take. */
    final Room bytes;

    /** Messages of which something waits. */
    int waiting;

    private long cached;

    Ledger(Hub hub, QueueSettings settings, Agenda agenda, Seen seen) {
        this.hub = hub;
        this.agenda = agenda;
        this.seen = seen;
        this.messages = new Room(settings.maxDepth());
        this.bytes = new Room(hub.settings.maxBytes());
    }

    /** A copy waits that did not exist before. */
    void enter(Entry entry) {
        if (entry.share == null) {
            waiting++;
        } else {
            waiting += entry.share.waits() ? 0 : 1;
            entry.share.active++;
        }
    }

    /** A copy that was in flight waits again. */
    void back(Entry entry) {
        if (entry.share == null) {
            waiting++;
        } else {
            waiting += entry.share.waits() ? 0 : 1;
            entry.share.inFlight--;
        }
    }

    /** A copy neither waits nor is in flight any more. */
    void leave(Entry entry, boolean wasInFlight) {
        if (entry.share == null) {
            waiting -= wasInFlight ? 0 : 1;
        } else {
            boolean before = entry.share.waits();
            entry.share.active--;
            entry.share.inFlight -= wasInFlight ? 1 : 0;
            waiting -= before && !entry.share.waits() ? 1 : 0;
        }
    }

    /** A waiting copy is delivered. */
    void take(Entry entry) {
        if (entry.share == null) {
            waiting--;
        } else {
            entry.share.inFlight++;
            waiting -= entry.share.waits() ? 0 : 1;
        }
    }

    /** A message neither waits nor is in flight any more. */
    void ended(Entry entry, boolean acknowledged) {
        messages.give(1);
        bytes.give(entry.size);
        if (entry.terms.guarantee() == Guarantee.EXACTLY_ONCE) {
            if (acknowledged) {
                seen.release(entry.id(), hub.now());
            } else {
                seen.remove(entry.id());
            }
        }
    }

    void stale(Entry entry) {
        if (entry.terms.expiresAt() != DeliveryTerms.NEVER) {
            agenda.stale();
        }
    }

    /** Keeps the content of a copy at hand, if there is room. */
    void cache(Entry entry) {
        long share = hub.settings.cacheBytes() / CACHE_PART;
        if (entry.cached != null) {
            if (cached + entry.size > share || !hub.cache.take(entry.size)) {
                entry.cached = null;
            } else {
                cached += entry.size;
            }
        }
    }

    void uncache(Entry entry) {
        if (entry.cached != null) {
            entry.cached = null;
            cached -= entry.size;
            hub.cache.give(entry.size);
        }
    }
}
