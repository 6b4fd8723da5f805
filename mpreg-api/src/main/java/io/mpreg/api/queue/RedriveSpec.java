package io.mpreg.api.queue;

import io.mpreg.api.Ulid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which dead letters to send again, where to, and how fast. A dead letter is sent again if it fits
 * everything that is set.
 *
 * <pre>{@code
 * mpreg.queues().redrive("invoices", RedriveSpec.all().reason("timeout").ratePerSecond(20));
 * }</pre>
 *
 * @param messageIds the messages; any if empty
 * @param to the queue to send them to; the queue they came from if empty
 * @param reason what the reason or the last error must contain
 * @param topic the pattern that the topic must match; a message without a topic matches none
 * @param headers the headers that there must be
 * @param ratePerSecond how many are sent per second, more than 0; as fast as it goes if empty
 * @since 0.1
 */
public record RedriveSpec(
        List<Ulid> messageIds,
        Optional<String> to,
        Optional<String> reason,
        Optional<String> topic,
        Map<String, String> headers,
        OptionalDouble ratePerSecond) {

    public RedriveSpec {
        messageIds = List.copyOf(messageIds);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(ratePerSecond, "ratePerSecond");
    }

    /** All dead letters, back to their queue, as fast as it goes. */
    public static RedriveSpec all() {
        return of(List.of());
    }

    /** Those dead letters, or all if there are no ids. */
    public static RedriveSpec of(List<Ulid> messageIds) {
        return new RedriveSpec(
                messageIds,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                OptionalDouble.empty());
    }

    public RedriveSpec to(String queue) {
        return new RedriveSpec(
                messageIds, Optional.of(queue), reason, topic, headers, ratePerSecond);
    }

    public RedriveSpec reason(String part) {
        return new RedriveSpec(messageIds, to, Optional.of(part), topic, headers, ratePerSecond);
    }

    public RedriveSpec topic(String pattern) {
        return new RedriveSpec(
                messageIds, to, reason, Optional.of(pattern), headers, ratePerSecond);
    }

    public RedriveSpec header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new RedriveSpec(messageIds, to, reason, topic, more, ratePerSecond);
    }

    public RedriveSpec ratePerSecond(double messages) {
        return new RedriveSpec(messageIds, to, reason, topic, headers, OptionalDouble.of(messages));
    }
}
