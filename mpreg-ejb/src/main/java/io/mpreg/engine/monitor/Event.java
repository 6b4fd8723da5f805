package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.topic.TopicName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened at one station of a message's way, as cheaply as it can be noted: ids are
 * turned into text only when somebody reads them.
 *
 * @param trackingId what it happened to; its text is its id
 * @param correlationId what ties it to others; its text is the id
 * @param type lower-case words with dots, such as {@code queue.acknowledged}
 * @param system where it happened
 * @param target the system it went to, where it crossed from one to another
 * @param topic the topic, if there is one
 * @param latencyNanos how long it took; 0 where that means nothing
 * @param success whether it went well
 * @param details facts by name
 */
public record Event(
        Object trackingId,
        Object correlationId,
        String type,
        MpregSystem system,
        @Nullable MpregSystem target,
        @Nullable TopicName topic,
        long latencyNanos,
        boolean success,
        Map<String, String> details)
        implements Remembered {

    /** An event without target, latency and details. */
    public static Event of(
            MpregSystem system,
            String type,
            Object trackingId,
            Object correlationId,
            @Nullable TopicName topic) {
        return new Event(trackingId, correlationId, type, system, null, topic, 0, true, Map.of());
    }
}
