package io.mpreg.client;

import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.topic.MessageListener;
import java.lang.reflect.Type;

/**
 * A listener, and what it wants payloads to be.
 *
 * @param codec converts in the listener's class loader
 */
record TopicListener<T>(ValueCodec codec, Type type, MessageListener<T> listener) {

    void accept(Message<Payload> message) throws Exception {
        listener.onMessage(body(message));
    }

    @SuppressWarnings("unchecked") // the body is the payload itself, and so the message is the same
    private Message<T> body(Message<Payload> message) {
        T body = codec.decode(message.payload(), type);
        return body == message.body() ? (Message<T>) message : message.withBody(body);
    }
}
