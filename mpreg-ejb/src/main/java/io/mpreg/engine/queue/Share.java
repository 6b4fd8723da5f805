package io.mpreg.engine.queue;

import java.util.HashSet;
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

    /** The consumers that have acknowledged directed copies. */
    final Set<String> acknowledged = new HashSet<>(0);

    /** Whether the message as a whole is done. */
    boolean over;

    /** The message itself where its copies are directed. */
    @Nullable Entry original;

    /** The directed copies that are not done. */
    final Set<Entry.Directed> copies = new HashSet<>(0);

    /** Whether something of the message waits. */
    boolean waits() {
        return active > inFlight;
    }
}
