package io.mpreg.engine.cache;

import io.mpreg.api.Payload;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * The fields of a superclass lie together and first, so that a read, which finds most entries
 * outside the processor's caches, has to fetch as little as possible.
 */
/**
 * What a read looks at of an entry.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
abstract class Glance {

    private static final VarHandle HITS;

    static {
        try {
            HITS = MethodHandles.lookup().findVarHandle(Glance.class, "hits", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Payload value;
    private final boolean ends;
    private volatile boolean doomed;
    private long hits;

    Glance(Payload value, boolean ends) {
        this.value = value;
        this.ends = ends;
    }

    Payload value() {
        return value;
    }

    /** Whether its life ends at a deadline. */
    boolean ends() {
        return ends;
    }

    long hits() {
        return (long) HITS.getOpaque(this);
    }

    /**
     * Counts a use; of several at the same moment perhaps one, which is enough for metadata.
     *
     * @return about how many there were
     */
    long hit() {
        long uses = (long) HITS.getOpaque(this) + 1;
        HITS.setOpaque(this, uses);
        return uses;
    }

    /** Whether something that it depends on has left, so that it must not be read any more. */
    boolean doomed() {
        return doomed;
    }

    void doom() {
        doomed = true;
    }
}
