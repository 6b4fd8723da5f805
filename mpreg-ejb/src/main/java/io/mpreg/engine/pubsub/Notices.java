package io.mpreg.engine.pubsub;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.Escape;
import io.mpreg.engine.topic.Taxonomy;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the control plane about subscriptions: {@code mpreg.pubsub.subscription.{id}.created},
 * {@code deleted} and {@code failed}; and, as an alert, about those that are too slow. Nothing is
 * built unless somebody listens.
 */
final class Notices {

    private static final String PREFIX = TopicName.CONTROL_PREFIX + "pubsub.subscription.";

    private static final String WARNING = "warning";
    private static final String SLOW = "slow_consumer";
    private static final TopicName SLOW_CONSUMER = Taxonomy.MONITORING_ALERT.topic(WARNING, SLOW);

    private final Hub hub;

    Notices(Hub hub) {
        this.hub = hub;
    }

    void created(String id, Terms terms) {
        lifecycle(id, terms, "created");
    }

    void deleted(String id, Terms terms) {
        lifecycle(id, terms, "deleted");
    }

    /** A message that was not delivered because its payload could not be converted. */
    void failed(String id, UnifiedMessage message, String code, String reason) {
        if (message.topic().isControl()) {
            // A notice about a notice would have no end.
            return;
        }
        TopicName topic = topic(id, "failed");
        if (hub.router.reachesAnyone(topic, MessageKind.CONTROL)) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("subscription", id);
            facts.put("node", hub.node.node());
            facts.put("topic", message.topic().value());
            facts.put("messageId", message.id().toString());
            facts.put("error", Map.of("code", code, "message", reason));
            send(topic, facts, Headers.of(Headers.CORRELATION_ID, message.correlationId()));
        }
    }

    /** An alert that a subscriber loses messages because it is slower than the publishers. */
    void slow(DropRun drops, long dropped) {
        Event first = drops.first();
        TopicName topic = first.topic();
        if (topic != null
                && !topic.isControl()
                && hub.router.reachesAnyone(SLOW_CONSUMER, MessageKind.CONTROL)) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("severity", WARNING);
            facts.put("type", SLOW);
            facts.put("node", hub.node.node());
            facts.put("subscription", drops.subscription());
            facts.put("topic", topic.value());
            facts.put("messageId", first.trackingId().toString());
            facts.put("reason", drops.reason().name());
            facts.put("dropped", dropped);
            send(
                    SLOW_CONSUMER,
                    facts,
                    Headers.of(Headers.CORRELATION_ID, first.correlationId().toString()));
        }
    }

    private void lifecycle(String id, Terms terms, String what) {
        TopicName topic = topic(id, what);
        if (hub.router.reachesAnyone(topic, MessageKind.CONTROL)) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("subscription", id);
            facts.put("node", hub.node.node());
            facts.put(
                    "patterns",
                    List.copyOf(
                            terms.patterns().patterns().stream().map(Object::toString).toList()));
            terms.group().ifPresent(group -> facts.put("group", group));
            send(topic, facts, Headers.NONE);
        }
    }

    private void send(TopicName topic, Map<String, Object> facts, Headers headers) {
        hub.router.dispatch(
                new UnifiedMessage(
                        hub.ulids.next(),
                        topic,
                        MessageKind.CONTROL,
                        Guarantee.FIRE_AND_FORGET,
                        Priority.NORMAL,
                        Payload.json(Json.write(facts)),
                        headers,
                        Provenance.local(MpregSystem.PUBSUB, hub.node.cluster()),
                        hub.platform.clock().millis(),
                        UnifiedMessage.NO_DEADLINE));
    }

    private static TopicName topic(String id, String what) {
        return TopicName.of(PREFIX + Escape.segment(id) + "." + what);
    }
}
