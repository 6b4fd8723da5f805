package io.mpreg.engine.queue;

import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueType;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The limits and defaults of queues.
 *
 * @param queue what a queue gets that its maker leaves out
 * @param maxBackoff the longest pause before a redelivery
 * @param maxBytes about how many bytes the messages of one queue may take
 * @param maxQueues how many queues a node takes
 * @param autoCreate whether sending to a queue that does not exist makes it
 * @param prefetch how many unsettled deliveries a consumer may have that asks for nothing
 * @param maxFanOut how many queues one topic-routed send reaches at the most
 * @param noMatch what becomes of a topic-routed send that reaches none
 * @param cacheBytes about how many bytes of messages all queues together keep on the heap
 * @param maxDeadLetters how many dead letters one queue keeps; the oldest go first
 * @param groupTime how long a consumer group without consumers is waited for, while there are
 *     others
 * @param quietTime how long the end of a consumer, and of the node, waits for a listener at work
 */
public record QueueEngineSettings(
        QueueSettings queue,
        Duration maxBackoff,
        long maxBytes,
        int maxQueues,
        boolean autoCreate,
        int prefetch,
        int maxFanOut,
        NoMatch noMatch,
        long cacheBytes,
        int maxDeadLetters,
        Duration groupTime,
        Duration quietTime) {

    /** The queue whose dead letters are the messages that no queue was bound for. */
    public static final String UNROUTABLE = "unroutable";

    public QueueEngineSettings {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(noMatch, "noMatch");
        notNegative("maxBackoff", maxBackoff);
        notNegative("groupTime", groupTime);
        notNegative("quietTime", quietTime);
        atLeast("maxBytes", maxBytes, 1);
        atLeast("maxQueues", maxQueues, 1);
        atLeast("prefetch", prefetch, 1);
        atLeast("maxFanOut", maxFanOut, 1);
        atLeast("cacheBytes", cacheBytes, 0);
        atLeast("maxDeadLetters", maxDeadLetters, 1);
    }

    /** What a node has that configures nothing. */
    public static QueueEngineSettings defaults() {
        return new QueueEngineSettings(
                new QueueSettings(
                        QueueType.FIFO,
                        10_000,
                        3,
                        Duration.ofSeconds(30),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Dedupe.OFF,
                        Duration.ofMinutes(5),
                        true,
                        Durability.DISK,
                        false),
                Duration.ofMinutes(5),
                8L << 30,
                1_000,
                true,
                64,
                50,
                NoMatch.FAIL,
                16L << 20,
                10_000,
                Duration.ofHours(24),
                Duration.ofSeconds(30));
    }

    /** The same with other defaults for queues. */
    public QueueEngineSettings queue(QueueSettings defaults) {
        return new QueueEngineSettings(
                defaults,
                maxBackoff,
                maxBytes,
                maxQueues,
                autoCreate,
                prefetch,
                maxFanOut,
                noMatch,
                cacheBytes,
                maxDeadLetters,
                groupTime,
                quietTime);
    }

    /** The same with other limits on queues. */
    public QueueEngineSettings limits(int queues, long bytes, int deadLetters) {
        return new QueueEngineSettings(
                queue,
                maxBackoff,
                bytes,
                queues,
                autoCreate,
                prefetch,
                maxFanOut,
                noMatch,
                cacheBytes,
                deadLetters,
                groupTime,
                quietTime);
    }

    /** The same with queues that sending makes, or not. */
    public QueueEngineSettings autoCreate(boolean made) {
        return new QueueEngineSettings(
                queue,
                maxBackoff,
                maxBytes,
                maxQueues,
                made,
                prefetch,
                maxFanOut,
                noMatch,
                cacheBytes,
                maxDeadLetters,
                groupTime,
                quietTime);
    }

    /** The same with other rules of topic-routed sending. */
    public QueueEngineSettings routing(int fanOut, NoMatch action) {
        return new QueueEngineSettings(
                queue,
                maxBackoff,
                maxBytes,
                maxQueues,
                autoCreate,
                prefetch,
                fanOut,
                action,
                cacheBytes,
                maxDeadLetters,
                groupTime,
                quietTime);
    }

    /** The same with that many bytes of messages on the heap. */
    public QueueEngineSettings cache(long bytes) {
        return new QueueEngineSettings(
                queue,
                maxBackoff,
                maxBytes,
                maxQueues,
                autoCreate,
                prefetch,
                maxFanOut,
                noMatch,
                bytes,
                maxDeadLetters,
                groupTime,
                quietTime);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", was " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
    }
}
