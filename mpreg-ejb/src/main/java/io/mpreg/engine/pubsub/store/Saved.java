package io.mpreg.engine.pubsub.store;

import io.mpreg.engine.pubsub.DurableStore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A record in the journal.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Compared by identity.
 */
final class Saved implements DurableStore.Ticket {

    private final JournalDurables store;
    private final String name;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile long position;

    Saved(JournalDurables store, String name, long position) {
        this.store = store;
        this.name = name;
        this.position = position;
    }

    String name() {
        return name;
    }

    long position() {
        return position;
    }

    void moveTo(long other) {
        position = other;
    }

    @Override
    public void release() {
        if (released.compareAndSet(false, true)) {
            store.release(this);
        }
    }
}
