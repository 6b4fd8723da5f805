package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import java.util.function.LongSupplier;

/**
 * Takes note of what happens.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; noting never blocks.
 */
public interface Monitor {

    /** A monitor that takes no note of anything. */
    Monitor OFF =
            new Monitor() {
                @Override
                public boolean watches(MpregSystem system) {
                    return false;
                }

                @Override
                public void record(Event event) {}
            };

    /** Whether events of a system are taken note of; ask before building one. */
    boolean watches(MpregSystem system);

    /** Takes note of an event. */
    void record(Event event);

    /**
     * Remembers an event that is counted elsewhere: {@link #counts}.
     *
     * @param millis when it happened, in milliseconds since 1970
     */
    default void remember(Event event, long millis) {
        record(event);
    }

    /**
     * Learns of operations that are counted by somebody else, so that what happens very often is
     * counted once; all of them went well.
     *
     * @param operations how many there were since the start; never less than before
     */
    default void counts(MpregSystem system, LongSupplier operations) {}

    /**
     * Takes places in the order of events for some that are about to happen, so that each stands
     * before what it causes although all are counted at once afterwards.
     *
     * @param system whose events they will be; they must have no target
     * @param count how many
     * @return the first place, the others follow it; negative where events are to be {@linkplain
     *     #record recorded} one by one
     */
    default long reserve(MpregSystem system, int count) {
        return -1;
    }

    /**
     * Remembers an event at a place that was reserved for it; it is still to be counted.
     *
     * @param millis when it happened, in milliseconds since 1970
     */
    default void place(long place, Event event, long millis) {}

    /**
     * How many places were taken from that one on, which was the next one when others before it
     * were reserved: 0 if nothing else was noted since.
     */
    default long since(long place) {
        return Long.MAX_VALUE;
    }

    /**
     * Remembers the events of a run at places that were reserved for them, as many as it may have:
     * those that it has and those that it will get. They are still to be counted.
     *
     * @param millis when the first one happens, in milliseconds since 1970
     */
    default void place(long place, EventRun run, long millis) {}

    /** Counts the events of a run, which gets no more of them. */
    default void countAll(EventRun run) {}

    /**
     * Counts events that were placed.
     *
     * @param events all of one type and system
     * @param count how many of them, from the first one on
     */
    default void countAll(Event[] events, int count) {}
}
