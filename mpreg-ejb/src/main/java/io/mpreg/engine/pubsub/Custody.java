package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;

/**
 * Keeps the messages of one durable name beyond the process, until they are delivered or dropped.
 *
 * <p><b>Threads.</b> Guarded by the lock of the subscriber; {@link #release} also outside of it.
 */
interface Custody {

    /** Takes a message in; does not wait. */
    void keep(UnifiedMessage message);

    /** Lets a message go; nothing happens if it is not here. */
    void release(UnifiedMessage message);
}
