package io.mpreg.api.monitor;

import io.mpreg.api.MpregSystem;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened at one station of a message's way.
 *
 * @param trackingId the id of what it happened to: a message, a request, a key
 * @param correlationId what ties it to everything else that one action caused
 * @param type lower-case words with dots, such as {@code queue.acknowledged}
 * @param system where it happened
 * @param target the system it went to, where it crossed from one to another
 * @param topic the topic, if there is one
 * @param node on which node
 * @param cluster in which cluster
 * @param timestamp when, to the millisecond
 * @param latencyMs how long it took, in milliseconds; 0 where that means nothing
 * @param success whether it went well
 * @param details facts by name
 * @since 0.1
 */
public record MonitorEvent(
        String trackingId,
        String correlationId,
        String type,
        MpregSystem system,
        Optional<MpregSystem> target,
        Optional<String> topic,
        String node,
        String cluster,
        Instant timestamp,
        double latencyMs,
        boolean success,
        Map<String, String> details) {

    public MonitorEvent {
        Objects.requireNonNull(trackingId, "trackingId");
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(type, "type");
        details = Map.copyOf(details);
    }
}
