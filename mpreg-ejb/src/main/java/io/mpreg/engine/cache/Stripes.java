package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.KeyRef;
import java.util.concurrent.locks.ReentrantLock;

/*
 * Lock order: a thread holds one stripe at the most. Under a stripe it may call the store (whose
 * own locks come after) and the indexes; the listener of the store takes no stripe, runs no foreign
 * code and dispatches nothing.
 */
/** The locks that make the writes of a key come one at a time, each for a share of all keys. */
final class Stripes {

    private static final int COUNT = 256;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    Stripes() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    ReentrantLock of(KeyRef id) {
        return of(id.region(), id.key());
    }

    ReentrantLock of(String region, String key) {
        int hash = 31 * region.hashCode() + key.hashCode();
        return locks[(hash ^ hash >>> 16) & COUNT - 1];
    }
}
