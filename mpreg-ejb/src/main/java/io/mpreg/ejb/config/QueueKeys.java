package io.mpreg.ejb.config;

import io.mpreg.api.queue.QueueSettings;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.queue.QueueEngineSettings;
import java.time.Duration;
import java.util.Optional;

/** The keys of queues and of the journal that keeps them. */
final class QueueKeys {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int MANY = 100_000_000;
    private static final long LARGE = 1L << 50;

    private final Keys keys;

    QueueKeys(Keys keys) {
        this.keys = keys;
    }

    QueueEngineSettings queues() {
        QueueEngineSettings preset = QueueEngineSettings.defaults();
        return new QueueEngineSettings(
                queue(preset.queue()),
                keys.duration("mpreg.queue.max-backoff", preset.maxBackoff(), NONE, YEAR),
                keys.size("mpreg.queue.max-bytes", preset.maxBytes(), 1, LARGE),
                keys.number("mpreg.queue.max-queues", preset.maxQueues(), 1, MANY),
                keys.flag("mpreg.queue.auto-create", preset.autoCreate()),
                keys.number("mpreg.queue.prefetch", preset.prefetch(), 1, MANY),
                keys.number("mpreg.queue.max-fan-out", preset.maxFanOut(), 1, MANY),
                keys.choice("mpreg.queue.no-match", preset.noMatch()),
                keys.size("mpreg.queue.memory", preset.cacheBytes(), 0, LARGE),
                keys.number("mpreg.queue.max-dead-letters", preset.maxDeadLetters(), 1, MANY),
                keys.duration("mpreg.queue.group-time", preset.groupTime(), NONE, YEAR),
                keys.duration("mpreg.queue.quiet-time", preset.quietTime(), NONE, DAY));
    }

    private QueueSettings queue(QueueSettings preset) {
        Duration lifetime =
                keys.duration("mpreg.queue.ttl", preset.timeToLive().orElse(NONE), NONE, YEAR);
        return new QueueSettings(
                preset.type(),
                keys.number("mpreg.queue.max-depth", preset.maxDepth(), 1, MANY),
                keys.number("mpreg.queue.max-retries", preset.maxRetries(), 0, 1_000_000),
                keys.duration("mpreg.queue.ack-timeout", preset.ackTimeout(), SHORT, YEAR),
                lifetime.isZero() ? Optional.empty() : Optional.of(lifetime),
                keys.duration("mpreg.queue.backoff", preset.backoff(), NONE, YEAR),
                keys.choice("mpreg.queue.dedupe", preset.dedupe()),
                keys.duration("mpreg.queue.dedupe-window", preset.dedupeWindow(), SHORT, YEAR),
                keys.flag("mpreg.queue.dead-letter", preset.deadLetter()),
                keys.choice("mpreg.queue.durability", preset.durability()),
                preset.singleActive());
    }

    JournalSettings journal() {
        JournalSettings preset = JournalSettings.defaults();
        int segment =
                (int)
                        keys.size(
                                "mpreg.journal.segment-size",
                                preset.segmentBytes(),
                                64 << 10,
                                1 << 30);
        long most = keys.size("mpreg.journal.max-bytes", preset.maxBytes(), 0, LARGE);
        try {
            return preset.sizes(segment, most);
        } catch (IllegalArgumentException e) {
            keys.problem("mpreg.journal.segment-size, mpreg.journal.max-bytes: " + e.getMessage());
            return preset;
        }
    }
}
