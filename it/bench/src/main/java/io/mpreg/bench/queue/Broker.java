package io.mpreg.bench.queue;

/** A durable queue with one producer and one consumer that acknowledges each message. */
public interface Broker extends AutoCloseable {

    /**
     * Sends one message.
     *
     * @param confirmation learns when the broker has said that the message is as safe as it makes
     *     it
     */
    void send(Confirmation confirmation) throws Exception;

    @Override
    void close() throws Exception;

    /** Learns what became of a message; one method is called, once, by any thread. */
    interface Confirmation {

        /** The broker has it. */
        void confirmed();

        /** It may or may not have it. */
        void failed(Throwable reason);
    }
}
