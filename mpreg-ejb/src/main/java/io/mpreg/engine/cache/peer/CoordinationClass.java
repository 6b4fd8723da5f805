package io.mpreg.engine.cache.peer;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Priority;

/** The five kinds of messages by which caches coordinate, the most urgent first. */
public enum CoordinationClass {
    /** Something is not valid any more. */
    INVALIDATION(Priority.CRITICAL, Guarantee.BROADCAST),
    /** Writes, and the transfer of what is there: replication, repair, warming, checks. */
    COORDINATION(Priority.HIGH, Guarantee.BROADCAST),
    /** How far everybody is. */
    GOSSIP(Priority.NORMAL, Guarantee.FIRE_AND_FORGET),
    /** What goes to other clusters. */
    FEDERATION(Priority.LOW, Guarantee.FIRE_AND_FORGET),
    /** Events and figures for those who look on. */
    MONITORING(Priority.BULK, Guarantee.FIRE_AND_FORGET);

    private final Priority priority;
    private final Guarantee guarantee;

    CoordinationClass(Priority priority, Guarantee guarantee) {
        this.priority = priority;
        this.guarantee = guarantee;
    }

    /** How urgent it is on the wire. */
    public Priority priority() {
        return priority;
    }

    public Guarantee guarantee() {
        return guarantee;
    }
}
