package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;

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
     * Takes note of several events at once, in their order.
     *
     * @param events all of one type and system, without a target
     * @param count how many of them, from the first one on
     */
    default void recordAll(Event[] events, int count) {
        for (int i = 0; i < count; i++) {
            record(events[i]);
        }
    }
}
