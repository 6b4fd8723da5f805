package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the copies of one message have in common. Guarded by the queue's lock. */
final class Share {

    /** Copies that wait or are in flight. */
    int active;

    /** Of these, those in flight. */
    int inFlight;

    /** Copies that are dead letters. */
    int dead;

    /** Why a directed copy could not be delivered, once that happened. */
    @Nullable Burial failure;

    /** The consumers that acknowledged directed copies since the node started. */
    final Set<LocalConsumer> done = new HashSet<>(0);

    /** Who acknowledged directed copies, each time. */
    final List<Receiver> acknowledged = new ArrayList<>(0);

    /** Whether it is known to whom the message was addressed. */
    boolean addressed;

    /** The addressees that are not done with it; each has a copy once there are copies. */
    final Map<Receiver, Addressee> expected = new HashMap<>(0);

    /** The copies of those who are away. */
    final Set<Entry.Awaited> awaited = new HashSet<>(0);

    /** Whether the message as a whole is done. */
    boolean over;

    /** The message itself where its copies are directed. */
    @Nullable Entry original;

    /** The directed copies that are not done. */
    final Set<Entry.Directed> copies = new HashSet<>(0);

    /** Whether that consumer has acknowledged the message. */
    boolean isDone(LocalConsumer consumer) {
        return done.contains(consumer) || acknowledged.contains(consumer.receiver());
    }

    /** Expects nothing more of an addressee, if it is one. */
    void forget(@Nullable Addressee addressee) {
        if (addressee != null) {
            expected.remove(addressee.who());
        }
    }

    /** Whether something of the message waits. */
    boolean waits() {
        return active > inFlight;
    }
}
