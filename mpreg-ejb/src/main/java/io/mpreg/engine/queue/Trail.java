package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Priority;
import io.mpreg.api.Ulid;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the monitor and, where somebody listens, the control plane what happens to messages.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never called under a lock.
 */
final class Trail {

    /** For an event that has no place in the order yet. */
    static final long NOWHERE = -1;

    private final Hub hub;
    private final Monitor monitor;
    private final Provenance provenance;

    Trail(Hub hub, Monitor monitor) {
        this.hub = hub;
        this.monitor = monitor;
        this.provenance = Provenance.local(MpregSystem.QUEUE, hub.node.cluster());
    }

    static String correlation(StoredMessage message) {
        String given = message.content().headers().values().get(Headers.CORRELATION_ID);
        return given != null ? given : message.head().id().toString();
    }

    /**
     * Takes a place in the order of events for what has just happened; may be called under a lock,
     * so that what follows from it gets a later one.
     */
    long reserve() {
        return monitor.reserve(MpregSystem.QUEUE, 1);
    }

    void enqueued(QueueTopics topics, StoredMessage message) {
        Ulid id = message.head().id();
        note("queue.enqueued", id, message.content(), 0, true, topics.details);
        tell(topics, topics.enqueued, id, message.content(), 0, Map.of());
    }

    void delivered(QueueTopics topics, LocalDelivery delivery, Content content) {
        long millis = hub.millis() - delivery.sentAt();
        long latency = Math.max(1, millis * Hub.NANOS_PER_MILLI);
        Map<String, String> details = delivery.consumer.details;
        note("queue.delivered", delivery.messageId(), content, latency, true, details);
        tell(topics, topics.processing, delivery, content, details);
    }

    /**
     * A delivery was acknowledged.
     *
     * @param now the time of the clock, in nanoseconds
     */
    void acknowledged(QueueTopics topics, LocalDelivery delivery, Content content, long now) {
        long latency = Math.max(1, now - delivery.handedAt);
        Map<String, String> details = delivery.consumer.details;
        note("queue.acknowledged", delivery.messageId(), content, latency, true, details);
        tell(topics, topics.completed, delivery, content, details);
    }

    /** A delivery was returned without having failed. */
    void returned(QueueTopics topics, LocalDelivery delivery, Content content, long place) {
        note("queue.requeued", delivery.messageId(), content, 0, true, topics.details, place);
    }

    /** A delivery failed, and there will be another one. */
    void requeued(
            QueueTopics topics, LocalDelivery delivery, Content content, String error, long place) {
        Map<String, String> details = Map.of("queue", topics.queue, "error", error);
        note("queue.requeued", delivery.messageId(), content, 0, false, details, place);
    }

    /** Tells the control plane that a delivery failed. */
    void failed(QueueTopics topics, LocalDelivery delivery, Content content, String error) {
        tell(topics, topics.failed, delivery, content, Map.of("error", error));
    }

    void died(QueueTopics topics, Ulid id, Content content, Burial burial, long place) {
        Map<String, String> details =
                Map.of(
                        "queue",
                        topics.queue,
                        "reason",
                        burial.reason(),
                        "error",
                        burial.lastError());
        note("queue.dead_lettered", id, content, 0, false, details, place);
        tell(topics, topics.dlq, id, content, burial.attempts(), details);
    }

    private void note(
            String type,
            Ulid id,
            Content content,
            long latency,
            boolean success,
            Map<String, String> details) {
        note(type, id, content, latency, success, details, NOWHERE);
    }

    private void note(
            String type,
            Ulid id,
            Content content,
            long latency,
            boolean success,
            Map<String, String> details,
            long place) {
        if (!monitor.watches(MpregSystem.QUEUE)) {
            return;
        }
        String given = content.headers().values().get(Headers.CORRELATION_ID);
        Event event =
                new Event(
                        id,
                        given != null ? given : id,
                        type,
                        MpregSystem.QUEUE,
                        null,
                        topic(content),
                        latency,
                        success,
                        details);
        if (place < 0) {
            monitor.record(event);
        } else {
            monitor.place(place, event, hub.millis());
            monitor.countAll(new Event[] {event}, 1);
        }
    }

    private void tell(
            QueueTopics topics,
            TopicName topic,
            LocalDelivery delivery,
            Content content,
            Map<String, String> facts) {
        tell(topics, topic, delivery.messageId(), content, delivery.attempt(), facts);
    }

    private void tell(
            QueueTopics topics,
            TopicName topic,
            Ulid id,
            Content content,
            int attempt,
            Map<String, String> facts) {
        if (!hub.router.reachesAnyone(topic, MessageKind.CONTROL)) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("queue", topics.queue);
        body.put("messageId", id.toString());
        body.put("topic", content.topic().orElse(null));
        body.put("payload", Payloads.toFrame(content.payload()));
        body.put("headers", content.headers().values());
        if (attempt > 0) {
            body.put("attempt", attempt);
        }
        body.put("node", hub.node.node());
        facts.forEach(body::putIfAbsent);
        String given = content.headers().values().get(Headers.CORRELATION_ID);
        hub.router.dispatch(
                new UnifiedMessage(
                        hub.ulids.next(),
                        topic,
                        MessageKind.CONTROL,
                        Guarantee.FIRE_AND_FORGET,
                        Priority.NORMAL,
                        io.mpreg.api.Payload.json(Json.write(body)),
                        Headers.of(Headers.CORRELATION_ID, given != null ? given : id.toString()),
                        provenance,
                        hub.millis(),
                        UnifiedMessage.NO_DEADLINE));
    }

    private static @Nullable TopicName topic(Content content) {
        return content.topic().isPresent() ? TopicName.of(content.topic().get()) : null;
    }
}
