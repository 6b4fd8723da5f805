package io.mpreg.engine.cache;

import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Traits;

/**
 * One writing of one key. Compared by identity: another writing of the same key is another entry.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Entry extends Glance {

    private final Region region;
    private final String key;
    private final long version;
    private final long createdMillis;
    private final Traits traits;
    private volatile boolean shed;
    private boolean refreshing;

    Entry(Region region, String key, Payload value, long version, long millis, Traits traits) {
        super(value, traits.ends());
        this.region = region;
        this.key = key;
        this.version = version;
        this.createdMillis = millis;
        this.traits = traits;
    }

    Region region() {
        return region;
    }

    KeyRef id() {
        return new KeyRef(region.name(), key);
    }

    String key() {
        return key;
    }

    long version() {
        return version;
    }

    long createdMillis() {
        return createdMillis;
    }

    Traits traits() {
        return traits;
    }

    /** What it counts against the limit in bytes. */
    int bytes() {
        return traits.weight() == Traits.BY_SIZE ? value().size() : traits.weight();
    }

    /** Claims to load it anew; false if somebody does already. */
    synchronized boolean beginRefresh() {
        boolean mine = !refreshing;
        refreshing = true;
        return mine;
    }

    /** Lets somebody else try. */
    synchronized void endRefresh() {
        refreshing = false;
    }

    /** Whether it is taken out to make room. */
    boolean shed() {
        return shed;
    }

    void markShed() {
        shed = true;
    }
}
