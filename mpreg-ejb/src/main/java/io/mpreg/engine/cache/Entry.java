package io.mpreg.engine.cache;

import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Traits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One writing of one key. Compared by identity: another writing of the same key is another entry.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Entry {

    private static final VarHandle HITS;

    static {
        try {
            HITS = MethodHandles.lookup().findVarHandle(Entry.class, "hits", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Region region;
    private final KeyRef id;
    private final Payload value;
    private final long version;
    private final long createdMillis;
    private final Traits traits;
    private long hits;
    private volatile boolean doomed;
    private volatile boolean shed;
    private boolean refreshing;
    private final boolean ends;

    Entry(Region region, KeyRef id, Payload value, long version, long millis, Traits traits) {
        this.region = region;
        this.id = id;
        this.value = value;
        this.version = version;
        this.createdMillis = millis;
        this.traits = traits;
        this.ends = traits.ends();
    }

    Region region() {
        return region;
    }

    KeyRef id() {
        return id;
    }

    String key() {
        return id.key();
    }

    Payload value() {
        return value;
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

    /** Whether its life ends at a deadline. */
    boolean ends() {
        return ends;
    }

    /** What it counts against the limit in bytes. */
    int bytes() {
        return traits.weight() == Traits.BY_SIZE ? value.size() : traits.weight();
    }

    long hits() {
        return (long) HITS.getOpaque(this);
    }

    /** Counts a use; of several at the same moment perhaps one, which is enough for metadata. */
    void hit() {
        HITS.setOpaque(this, (long) HITS.getOpaque(this) + 1);
    }

    /** Whether something that it depends on has left, so that it must not be read any more. */
    boolean doomed() {
        return doomed;
    }

    void doom() {
        doomed = true;
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
