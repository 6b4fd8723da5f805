package io.mpreg.engine.pubsub;

import io.mpreg.api.queue.Durability;
import java.time.Duration;
import java.util.Objects;

/**
 * The limits of pub/sub.
 *
 * @param maxSubscriptions how many subscriptions a node takes
 * @param maxPatterns how many patterns one subscription may have
 * @param buffer how many messages wait for one subscriber
 * @param bufferBytes about how many bytes the messages that wait for one subscriber may take
 * @param blockTime how long a publisher waits for a subscriber with the policy BLOCK
 * @param backlogTime how long messages are kept for replay
 * @param backlogMessages how many messages of one topic are kept for replay; 0 for none
 * @param backlogBytes about how many bytes all kept messages may take
 * @param durableMessages how many messages are kept for a durable name while nobody listens
 * @param durableBytes about how many bytes those may take
 * @param durableTime how long a durable name is kept while nobody listens
 * @param durability how safe messages are that are kept for a persistent durable name; with {@link
 *     Durability#MEMORY} there are no such names
 * @param dropLedger how many of the last dropped messages are remembered
 * @param quietTime how long ending a subscription waits for a listener that is at work
 */
public record PubSubSettings(
        int maxSubscriptions,
        int maxPatterns,
        int buffer,
        long bufferBytes,
        Duration blockTime,
        Duration backlogTime,
        int backlogMessages,
        long backlogBytes,
        int durableMessages,
        long durableBytes,
        Duration durableTime,
        Durability durability,
        int dropLedger,
        Duration quietTime) {

    public PubSubSettings {
        atLeast("maxSubscriptions", maxSubscriptions, 1);
        atLeast("maxPatterns", maxPatterns, 1);
        atLeast("buffer", buffer, 1);
        atLeast("bufferBytes", bufferBytes, 1);
        notNegative("blockTime", blockTime);
        notNegative("backlogTime", backlogTime);
        atLeast("backlogMessages", backlogMessages, 0);
        atLeast("backlogBytes", backlogBytes, 0);
        atLeast("durableMessages", durableMessages, 1);
        atLeast("durableBytes", durableBytes, 1);
        notNegative("durableTime", durableTime);
        Objects.requireNonNull(durability, "durability");
        atLeast("dropLedger", dropLedger, 1);
        notNegative("quietTime", quietTime);
    }

    /** What a node has that configures nothing. */
    public static PubSubSettings defaults() {
        return new PubSubSettings(
                100_000,
                100,
                4_096,
                16L << 20,
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                1_000,
                64L << 20,
                10_000,
                64L << 20,
                Duration.ofHours(24),
                Durability.OS,
                256,
                Duration.ofSeconds(30));
    }

    /** The same with another number of subscriptions. */
    public PubSubSettings subscriptions(int most) {
        return new PubSubSettings(
                most,
                maxPatterns,
                buffer,
                bufferBytes,
                blockTime,
                backlogTime,
                backlogMessages,
                backlogBytes,
                durableMessages,
                durableBytes,
                durableTime,
                durability,
                dropLedger,
                quietTime);
    }

    /** The same with another number of messages waiting for one subscriber. */
    public PubSubSettings buffer(int messages) {
        return new PubSubSettings(
                maxSubscriptions,
                maxPatterns,
                messages,
                bufferBytes,
                blockTime,
                backlogTime,
                backlogMessages,
                backlogBytes,
                durableMessages,
                durableBytes,
                durableTime,
                durability,
                dropLedger,
                quietTime);
    }

    /** The same with other limits in bytes: for what waits for one, and for a durable name. */
    public PubSubSettings bytes(long waiting, long durable) {
        return new PubSubSettings(
                maxSubscriptions,
                maxPatterns,
                buffer,
                waiting,
                blockTime,
                backlogTime,
                backlogMessages,
                backlogBytes,
                durableMessages,
                durable,
                durableTime,
                durability,
                dropLedger,
                quietTime);
    }

    /** The same with other limits for a durable name while nobody listens. */
    public PubSubSettings durable(int messages, Duration time) {
        return new PubSubSettings(
                maxSubscriptions,
                maxPatterns,
                buffer,
                bufferBytes,
                blockTime,
                backlogTime,
                backlogMessages,
                backlogBytes,
                messages,
                durableBytes,
                time,
                durability,
                dropLedger,
                quietTime);
    }

    /** The same with another backlog. */
    public PubSubSettings backlog(Duration time, int messages, long bytes) {
        return new PubSubSettings(
                maxSubscriptions,
                maxPatterns,
                buffer,
                bufferBytes,
                blockTime,
                time,
                messages,
                bytes,
                durableMessages,
                durableBytes,
                durableTime,
                durability,
                dropLedger,
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
