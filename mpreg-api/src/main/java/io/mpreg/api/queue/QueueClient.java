package io.mpreg.api.queue;

import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends to queues and consumes from them.
 *
 * <pre>{@code
 * mpreg.queues().send("invoices", order);
 * Consumer consumer = mpreg.queues().consume("invoices", Order.class, delivery -> {
 *     print(delivery.body());
 *     delivery.ack();
 * });
 * }</pre>
 *
 * <p>A send returns when the message is as safe as the queue's durability says: by default on
 * stable storage.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Listeners run on threads of the server,
 * one delivery of a consumer at a time.
 *
 * <p><b>Failure.</b> {@link io.mpreg.api.ErrorCode#NOT_FOUND} for a queue that does not exist,
 * {@link io.mpreg.api.ErrorCode#LIMIT_REACHED} for a full one (the message is not taken), {@link
 * io.mpreg.api.ErrorCode#STORAGE} if stable storage fails.
 *
 * @since 0.1
 */
public interface QueueClient {

    /**
     * Makes a queue.
     *
     * @return false if it exists already; nothing changes then
     */
    boolean create(QueueSpec spec);

    /**
     * Removes a queue with everything in it.
     *
     * @return false if there was none
     */
    boolean delete(String queue);

    /** Removes all waiting messages and returns how many. */
    long purge(String queue);

    /** Stops deliveries; sending goes on. */
    void pause(String queue);

    /** Starts deliveries again. */
    void resume(String queue);

    /** The names of all queues, sorted. */
    List<String> list();

    /** The settings and counts of a queue, if it exists. */
    Optional<QueueInfo> info(String queue);

    /** Binds a queue to patterns; binding a pattern again replaces its priority and weight. */
    void bind(QueueBinding binding);

    /**
     * Takes bindings back.
     *
     * @param patterns which; all of the queue's if empty
     * @return how many there were
     */
    int unbind(String queue, List<String> patterns);

    /** Sends a value with default options. */
    default SendReceipt send(String queue, @Nullable Object payload) {
        return send(queue, QueueMessage.of(payload));
    }

    /** Sends, and returns when the message is as safe as the queue's durability says. */
    SendReceipt send(String queue, QueueMessage message);

    /** Sends without waiting. */
    CompletionStage<SendReceipt> sendAsync(String queue, QueueMessage message);

    /** Sends to the queues that are bound to a topic, each one copy. */
    default RoutedReceipt sendVia(String topic, @Nullable Object payload) {
        return sendVia(topic, QueueMessage.of(payload), SendStrategy.FANOUT_ALL);
    }

    /** Sends to queues that are bound to a topic. */
    RoutedReceipt sendVia(String topic, QueueMessage message, SendStrategy strategy);

    /** Sends to queues that are bound to a topic, without waiting. */
    CompletionStage<RoutedReceipt> sendViaAsync(
            String topic, QueueMessage message, SendStrategy strategy);

    /** Consumes with default options. */
    default <T> Consumer consume(String queue, Class<T> type, DeliveryListener<T> listener) {
        return this.<T>consume(ConsumerSpec.of(queue), type, listener);
    }

    /**
     * Consumes.
     *
     * @param type what payloads are converted to, in the consumer's class loader
     */
    <T> Consumer consume(ConsumerSpec spec, Type type, DeliveryListener<T> listener);

    /**
     * Consumes what is sent by topics that match a pattern, from the queue of that pattern: {@link
     * TopicQueues#name}. The queue is made and bound if need be, and stays when the consumer goes.
     */
    default <T> Consumer subscribeToTopicPattern(
            String pattern, Type type, DeliveryListener<T> listener) {
        return subscribeToTopicPattern(pattern, Optional.empty(), type, listener);
    }

    /**
     * Consumes what is sent by topics that match a pattern, as a member of a group.
     *
     * @param group consumers of one group share the messages, each group gets every message
     */
    default <T> Consumer subscribeToTopicPattern(
            String pattern, Optional<String> group, Type type, DeliveryListener<T> listener) {
        String queue = TopicQueues.name(pattern);
        create(QueueSpec.named(queue));
        bind(QueueBinding.of(queue, pattern));
        ConsumerSpec spec = ConsumerSpec.of(queue);
        return consume(group.isPresent() ? spec.group(group.get()) : spec, type, listener);
    }

    /**
     * Makes a consumer group: what is sent from now on by topics that match one of the patterns is
     * kept for it, in the queues of the patterns, until its consumers come.
     *
     * @return the queues, in the order of the patterns, for {@link #consume} with this group
     */
    default List<String> createConsumerGroup(String group, List<String> patterns) {
        return patterns.stream()
                .map(
                        pattern -> {
                            // A consumer is what makes a group; it takes nothing with it.
                            this.<Payload>subscribeToTopicPattern(
                                            pattern,
                                            Optional.of(group),
                                            Payload.class,
                                            delivery -> {})
                                    .close();
                            return TopicQueues.name(pattern);
                        })
                .toList();
    }

    /** The first messages that wait, without consuming them. */
    List<WaitingMessage> browse(String queue, int limit);

    /** The first dead letters of a queue. */
    List<DeadLetter> deadLetters(String queue, int limit);

    /** A dead letter of a queue, if it is there. */
    Optional<DeadLetter> deadLetter(String queue, Ulid messageId);

    /**
     * Sends dead letters again.
     *
     * @param messageIds which; all if empty
     * @param to where; the queue they came from if empty
     * @return how many
     */
    default int redrive(String queue, List<Ulid> messageIds, Optional<String> to) {
        RedriveSpec spec = RedriveSpec.of(messageIds);
        return redrive(queue, to.isPresent() ? spec.to(to.get()) : spec);
    }

    /**
     * Sends dead letters again; returns when that is done. It ends when the target takes no more.
     *
     * @return how many
     */
    int redrive(String queue, RedriveSpec spec);

    /** Sends dead letters again, without waiting; completes with how many when that is done. */
    CompletionStage<Integer> redriveAsync(String queue, RedriveSpec spec);

    /** Removes all dead letters of a queue and returns how many. */
    long purgeDeadLetters(String queue);
}
