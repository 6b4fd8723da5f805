package io.mpreg.client;

import io.mpreg.api.MpregClient;
import java.util.function.Consumer;

/**
 * A client with a connection of its own, to be closed by whoever opened it.
 *
 * <p>When the connection breaks, requests that were under way fail with {@link
 * io.mpreg.api.ErrorCode#UNAVAILABLE}, new ones wait a bounded time for the next connection, and
 * subscriptions, consumers and functions are put in place again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Listeners run on the client's own
 * daemon threads.
 *
 * @since 0.1
 */
public interface RemoteMpregClient extends MpregClient, AutoCloseable {

    /** Whether the client has its node at this moment. */
    ConnectionState state();

    /** Tells every change of the state from now on, on a thread for callbacks. */
    void onState(Consumer<ConnectionState> observer);

    /** Ends the connection, everything that was registered through it, and all threads. */
    @Override
    void close();
}
