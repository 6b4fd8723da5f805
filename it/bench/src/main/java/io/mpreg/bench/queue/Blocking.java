package io.mpreg.bench.queue;

/** Sends messages one at a time. */
public interface Blocking extends AutoCloseable {

    /** Sends one, and returns when it is as safe as the receiver makes it. */
    void send() throws Exception;

    /** Removes what was sent. */
    void clear() throws Exception;

    @Override
    void close() throws Exception;
}
