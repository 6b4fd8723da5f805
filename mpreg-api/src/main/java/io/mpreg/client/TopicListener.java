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
        listener.onMessage(message.withBody(codec.<T>decode(message.payload(), type)));
    }
}
