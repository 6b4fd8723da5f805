package io.mpreg.api.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent to a queue.
 *
 * <pre>{@code
 * mpreg.queues().send("invoices", QueueMessage.of(order).orderingKey(order.customer()));
 * }</pre>
 *
 * @param payload the value; {@link io.mpreg.api.Payload} for bytes
 * @param topic the topic it belongs to, if any; required for topic-routed sending
 * @param headers the named strings beside it
 * @param messageId the id to give it; the node makes one otherwise
 * @param guarantee what is promised about its delivery
 * @param priority higher ones first in a priority queue; 0 unless set
 * @param delay how long it waits before its first delivery
 * @param timeToLive how long it may wait, instead of the queue's setting
 * @param dedupeId what makes it the same message as another
 * @param orderingKey messages of one key are delivered one after the other
 * @param requiredAcks how many acknowledgements a {@link Guarantee#QUORUM} needs, at least 1
 * @param deliverAt when it may be delivered first; the later one counts where there is a delay too
 * @since 0.1
 */
public record QueueMessage(
        @Nullable Object payload,
        Optional<String> topic,
        Headers headers,
        Optional<Ulid> messageId,
        Guarantee guarantee,
        int priority,
        Duration delay,
        Optional<Duration> timeToLive,
        Optional<String> dedupeId,
        Optional<String> orderingKey,
        int requiredAcks,
        Optional<Instant> deliverAt) {

    public QueueMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(guarantee, "guarantee");
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(dedupeId, "dedupeId");
        Objects.requireNonNull(orderingKey, "orderingKey");
        Objects.requireNonNull(deliverAt, "deliverAt");
    }

    /** A message that may be delivered as soon as its delay is over. */
    public QueueMessage(
            @Nullable Object payload,
            Optional<String> topic,
            Headers headers,
            Optional<Ulid> messageId,
            Guarantee guarantee,
            int priority,
            Duration delay,
            Optional<Duration> timeToLive,
            Optional<String> dedupeId,
            Optional<String> orderingKey,
            int requiredAcks) {
        this(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                Optional.empty());
    }

    /** A message with default options. */
    public static QueueMessage of(@Nullable Object payload) {
        return new QueueMessage(
                payload,
                Optional.empty(),
                Headers.NONE,
                Optional.empty(),
                Guarantee.AT_LEAST_ONCE,
                0,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
    }

    public QueueMessage topic(String value) {
        return new QueueMessage(
                payload,
                Optional.of(value),
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage headers(Headers all) {
        return new QueueMessage(
                payload,
                topic,
                all,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage header(String name, String value) {
        return headers(headers.with(name, value));
    }

    /** Ties the message to everything else that carries the same id. */
    public QueueMessage correlationId(String id) {
        return header(Headers.CORRELATION_ID, id);
    }

    public QueueMessage messageId(Ulid id) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                Optional.of(id),
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage guarantee(Guarantee promise) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                promise,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage priority(int value) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                value,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage delay(Duration wait) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                wait,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage timeToLive(Duration life) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                Optional.of(life),
                dedupeId,
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage dedupeId(String id) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                Optional.of(id),
                orderingKey,
                requiredAcks,
                deliverAt);
    }

    public QueueMessage orderingKey(String key) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                Optional.of(key),
                requiredAcks,
                deliverAt);
    }

    public QueueMessage requiredAcks(int receivers) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                receivers,
                deliverAt);
    }

    public QueueMessage deliverAt(Instant time) {
        return new QueueMessage(
                payload,
                topic,
                headers,
                messageId,
                guarantee,
                priority,
                delay,
                timeToLive,
                dedupeId,
                orderingKey,
                requiredAcks,
                Optional.of(time));
    }
}
