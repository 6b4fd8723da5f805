package io.mpreg.engine.route;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Ulid;
import io.mpreg.engine.topic.TopicName;
import java.util.Optional;

/**
 * A message as it travels between the systems of a node.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param id unique, and ordered by the time of its making
 * @param topic where it is published
 * @param kind what kind of message it is
 * @param guarantee what its sender was promised
 * @param priority how urgent it is
 * @param payload its body, opaque
 * @param headers the named strings beside it
 * @param provenance where it comes from
 * @param timestamp when it was made, in milliseconds since 1970
 * @param deadline when it is worthless, in milliseconds since 1970; {@link #NO_DEADLINE} for never
 */
public record UnifiedMessage(
        Ulid id,
        TopicName topic,
        MessageKind kind,
        Guarantee guarantee,
        Priority priority,
        Payload payload,
        Headers headers,
        Provenance provenance,
        long timestamp,
        long deadline) {

    /** The deadline of a message that keeps its worth. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** The header that names the cluster that a message is for. */
    public static final String TARGET_CLUSTER = "targetCluster";

    /** The cluster that it is for, if it is not for all. */
    public Optional<String> targetCluster() {
        return Optional.ofNullable(headers.values().get(TARGET_CLUSTER));
    }

    /** What ties it to everything else that one action caused: the header, or its own id. */
    public String correlationId() {
        String given = headers.values().get(Headers.CORRELATION_ID);
        return given != null ? given : id.toString();
    }

    /** The same message with one more cluster passed. */
    public UnifiedMessage withHop(String cluster) {
        return new UnifiedMessage(
                id,
                topic,
                kind,
                guarantee,
                priority,
                payload,
                headers,
                provenance.withHop(cluster),
                timestamp,
                deadline);
    }
}
