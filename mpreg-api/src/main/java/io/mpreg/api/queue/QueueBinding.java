package io.mpreg.api.queue;

import java.util.List;
import java.util.Objects;

/**
 * Patterns by which a queue takes part in topic-routed sending.
 *
 * @param queue the queue's name
 * @param patterns at least one pattern
 * @param priority higher ones win where a strategy or a limit chooses
 * @param weight the share among equals, at least 1
 * @param enabled whether it takes part at present
 * @since 0.1
 */
public record QueueBinding(
        String queue, List<String> patterns, int priority, int weight, boolean enabled) {

    public QueueBinding {
        Objects.requireNonNull(queue, "queue");
        patterns = List.copyOf(patterns);
    }

    /** A binding of priority 0 and weight 1. */
    public static QueueBinding of(String queue, String... patterns) {
        return new QueueBinding(queue, List.of(patterns), 0, 1, true);
    }
}
