package io.mpreg.bench.pubsub;

/** Something that carries messages from one publisher to subscriptions of several connections. */
public interface Carrier extends AutoCloseable {

    /** Publishes one message; may wait, and may keep it until {@link #flush}. */
    void publish() throws Exception;

    /** Sends what was kept. */
    void flush() throws Exception;

    @Override
    void close() throws Exception;
}
