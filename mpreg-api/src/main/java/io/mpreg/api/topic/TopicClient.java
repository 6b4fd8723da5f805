package io.mpreg.api.topic;

import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to topics and subscribes to patterns of them.
 *
 * <pre>{@code
 * Subscription all = mpreg.topics().subscribe("orders.*.created", Order.class,
 *         message -> stock.reserve(message.body()));
 * mpreg.topics().publish("orders.eu.created", new Order(17));
 * all.close();
 * }</pre>
 *
 * <p>A topic is 1 to 32 segments joined by dots. In a pattern a segment may be {@code *}, which
 * stands for one segment, or {@code #}, which stands for any number of them. Events of the node, on
 * topics below {@code mpreg.}, come only to patterns whose first segment is {@code mpreg}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Listeners run on threads of the server,
 * one message of a subscription at a time.
 *
 * <p><b>Failure.</b> {@link io.mpreg.api.ErrorCode#BAD_REQUEST} for an invalid topic or pattern,
 * {@link io.mpreg.api.ErrorCode#FORBIDDEN} for a topic below {@code mpreg.}.
 *
 * @since 0.1
 */
public interface TopicClient {

    /** Publishes a value and returns when the node has handed it to everyone it matched. */
    default PublishReceipt publish(String topic, @Nullable Object payload) {
        return publish(Publication.on(topic).payload(payload));
    }

    /** Publishes and returns when the node has handed the message to everyone it matched. */
    PublishReceipt publish(Publication publication);

    /** Publishes without waiting. */
    CompletionStage<PublishReceipt> publishAsync(Publication publication);

    /** Subscribes to one pattern with default options. */
    default <T> Subscription subscribe(String pattern, Class<T> type, MessageListener<T> listener) {
        return this.<T>subscribe(SubscriptionSpec.of(pattern), type, listener);
    }

    /**
     * Subscribes.
     *
     * @param type what payloads are converted to, in the subscriber's class loader; {@code
     *     Payload.class} for the bytes as they come
     */
    <T> Subscription subscribe(SubscriptionSpec spec, Type type, MessageListener<T> listener);

    /**
     * The newest message of each topic that matches.
     *
     * @param limit how many at the most, at least 1
     */
    List<Message<Payload>> latest(String pattern, int limit);
}
