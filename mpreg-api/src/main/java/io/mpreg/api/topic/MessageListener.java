package io.mpreg.api.topic;

import io.mpreg.api.Message;

/**
 * Receives the messages of a subscription.
 *
 * @param <T> what payloads are converted to
 * @since 0.1
 */
@FunctionalInterface
public interface MessageListener<T> {

    /** Takes one message. An exception is counted and logged; the subscription goes on. */
    void onMessage(Message<T> message) throws Exception;
}
