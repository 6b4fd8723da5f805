package io.mpreg.api.queue;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A queue to be made. What is left out takes the node's default.
 *
 * @param name 1 to 200 characters: letters, digits and {@code . _ - : / @ % + =}
 * @param type the order of delivery
 * @param maxDepth how many messages it holds at the most
 * @param maxRetries how many times a message is delivered again before it is a dead letter
 * @param ackTimeout how long a delivery may stay unacknowledged
 * @param timeToLive how long a message may wait
 * @param backoff the pause before the first redelivery; it doubles each time
 * @param duplicates what counts as the same message
 * @param dedupeWindow how long ids are remembered
 * @param keepsDead whether undeliverable messages are kept
 * @param durability how safe a message is when its sending completes
 * @param singleActive whether only one consumer of a group gets messages at a time
 * @param delay how long a message waits before its first delivery that says nothing itself
 * @since 0.1
 */
public record QueueSpec(
        String name,
        QueueType type,
        OptionalInt maxDepth,
        OptionalInt maxRetries,
        Optional<Duration> ackTimeout,
        Optional<Duration> timeToLive,
        Optional<Duration> backoff,
        Optional<Dedupe> duplicates,
        Optional<Duration> dedupeWindow,
        Optional<Boolean> keepsDead,
        Optional<Durability> durability,
        boolean singleActive,
        Optional<Duration> delay) {

    public QueueSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(maxDepth, "maxDepth");
        Objects.requireNonNull(maxRetries, "maxRetries");
        Objects.requireNonNull(ackTimeout, "ackTimeout");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(duplicates, "duplicates");
        Objects.requireNonNull(keepsDead, "keepsDead");
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(dedupeWindow, "dedupeWindow");
        Objects.requireNonNull(durability, "durability");
    }

    /** A queue that says how it deals with duplicates and dead letters, and has no delay. */
    public QueueSpec(
            String name,
            QueueType type,
            OptionalInt maxDepth,
            OptionalInt maxRetries,
            Optional<Duration> ackTimeout,
            Optional<Duration> timeToLive,
            Optional<Duration> backoff,
            Dedupe dedupe,
            Optional<Duration> dedupeWindow,
            boolean deadLetter,
            Optional<Durability> durability,
            boolean singleActive) {
        this(
                name,
                type,
                maxDepth,
                maxRetries,
                ackTimeout,
                timeToLive,
                backoff,
                Optional.of(dedupe),
                dedupeWindow,
                Optional.of(deadLetter),
                durability,
                singleActive,
                Optional.empty());
    }

    /** What counts as the same message; {@link Dedupe#OFF} where that is left out. */
    public Dedupe dedupe() {
        return duplicates.orElse(Dedupe.OFF);
    }

    /** Whether undeliverable messages are kept; true where that is left out. */
    public boolean deadLetter() {
        return keepsDead.orElse(true);
    }

    /** A FIFO queue with default settings. */
    public static QueueSpec named(String name) {
        return builder(name).build();
    }

    /** A builder that starts from default settings. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects the settings of a queue. <b>Not</b> safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private QueueType type = QueueType.FIFO;
        private OptionalInt maxDepth = OptionalInt.empty();
        private OptionalInt maxRetries = OptionalInt.empty();
        private Optional<Duration> ackTimeout = Optional.empty();
        private Optional<Duration> timeToLive = Optional.empty();
        private Optional<Duration> backoff = Optional.empty();
        private Optional<Dedupe> dedupe = Optional.empty();
        private Optional<Duration> dedupeWindow = Optional.empty();
        private Optional<Boolean> deadLetter = Optional.empty();
        private Optional<Durability> durability = Optional.empty();
        private boolean singleActive;
        private Optional<Duration> delay = Optional.empty();

        private Builder(String name) {
            this.name = name;
        }

        public Builder type(QueueType value) {
            type = value;
            return this;
        }

        public Builder maxDepth(int messages) {
            maxDepth = OptionalInt.of(messages);
            return this;
        }

        public Builder maxRetries(int times) {
            maxRetries = OptionalInt.of(times);
            return this;
        }

        public Builder ackTimeout(Duration value) {
            ackTimeout = Optional.of(value);
            return this;
        }

        public Builder timeToLive(Duration value) {
            timeToLive = Optional.of(value);
            return this;
        }

        public Builder backoff(Duration value) {
            backoff = Optional.of(value);
            return this;
        }

        public Builder dedupe(Dedupe value) {
            dedupe = Optional.of(value);
            return this;
        }

        public Builder dedupeWindow(Duration value) {
            dedupeWindow = Optional.of(value);
            return this;
        }

        public Builder deadLetter(boolean kept) {
            deadLetter = Optional.of(kept);
            return this;
        }

        public Builder durability(Durability value) {
            durability = Optional.of(value);
            return this;
        }

        public Builder singleActive(boolean value) {
            singleActive = value;
            return this;
        }

        public Builder delay(Duration wait) {
            delay = Optional.of(wait);
            return this;
        }

        public QueueSpec build() {
            return new QueueSpec(
                    name,
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
                    delay);
        }
    }
}
