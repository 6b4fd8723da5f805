package io.mpreg.api.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings that a queue works with, defaults filled in.
 *
 * @since 0.1
 */
public record QueueSettings(
        QueueType type,
        int maxDepth,
        int maxRetries,
        Duration ackTimeout,
        Optional<Duration> timeToLive,
        Duration backoff,
        Dedupe dedupe,
        Duration dedupeWindow,
        boolean deadLetter,
        Durability durability,
        boolean singleActive,
        Duration delay) {

    /** The settings of a queue without a delay. */
    public QueueSettings(
            QueueType type,
            int maxDepth,
            int maxRetries,
            Duration ackTimeout,
            Optional<Duration> timeToLive,
            Duration backoff,
            Dedupe dedupe,
            Duration dedupeWindow,
            boolean deadLetter,
            Durability durability,
            boolean singleActive) {
        this(
                type,
                maxDepth,
                maxRetries,
                ackTimeout,
                timeToLive,
                backoff,
                dedupe,
                dedupeWindow,
                deadLetter,
                durability,
                singleActive,
                Duration.ZERO);
    }
}
