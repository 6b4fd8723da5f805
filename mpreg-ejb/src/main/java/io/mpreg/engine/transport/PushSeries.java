package io.mpreg.engine.transport;

import org.jspecify.annotations.Nullable;

/**
 * Pushes for one receiver, in order, each of which may go along with one for other receivers that
 * waits already.
 *
 * <p><b>Threads.</b> Called by one thread at a time, under the lock of the outbox that takes it.
 */
public interface PushSeries {

    /** How many pushes there are. */
    int count();

    /**
     * Where in the outbox the last push of this receiver stands, which none of these must overtake;
     * {@code Long.MAX_VALUE} if they have to go last.
     */
    long after();

    /** A push of this receiver stands at that place of the outbox now. */
    void placed(long place);

    /**
     * Lets one that waits take in one of these, if both can be sent as one.
     *
     * @return how many bytes more that takes; -1 if they cannot
     */
    int join(int index, Outgoing waiting);

    /**
     * One of these, to be sent by itself.
     *
     * @param before what waits right before it; null if nothing does
     */
    Outgoing push(int index, @Nullable Outgoing before);
}
