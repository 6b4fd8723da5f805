package io.mpreg.engine.queue;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueSpec;
import java.time.Duration;
import java.util.Optional;

/** Checks what clients say about queues. */
final class QueueNames {

    private static final int LONGEST = 200;
    private static final String SPECIAL = "._-:/@%+=";

    private QueueNames() {}

    /** Checks a name: 1 to 200 characters, letters, digits and some others. */
    static void check(String name) {
        if (name.isEmpty()) {
            throw MpregRequestException.field("queue", "the name is empty");
        }
        if (name.length() > LONGEST) {
            throw MpregRequestException.field(
                    "queue",
                    "the name has "
                            + name.length()
                            + " characters, at most "
                            + LONGEST
                            + " may be");
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (!Character.isLetterOrDigit(c) && SPECIAL.indexOf(c) < 0) {
                throw MpregRequestException.field(
                        "queue",
                        "character "
                                + (i + 1)
                                + " of '"
                                + name
                                + "' is none of letters, digits and . _ - : / @ % + =");
            }
            i += Character.charCount(c);
        }
    }

    /** The settings of a queue: what was asked for, else the defaults. */
    static QueueSettings settings(QueueSpec spec, QueueSettings defaults) {
        int maxDepth = spec.maxDepth().orElse(defaults.maxDepth());
        int maxRetries = spec.maxRetries().orElse(defaults.maxRetries());
        if (maxDepth < 1) {
            throw MpregRequestException.field("maxDepth", "it must be at least 1, was " + maxDepth);
        }
        if (maxRetries < 0 || maxRetries >= Short.MAX_VALUE) {
            throw MpregRequestException.field(
                    "maxRetries", "it must be 0 to 32766, was " + maxRetries);
        }
        Optional<Duration> life =
                spec.timeToLive().isPresent() ? spec.timeToLive() : defaults.timeToLive();
        return new QueueSettings(
                spec.type(),
                maxDepth,
                maxRetries,
                positive("ackTimeoutMs", spec.ackTimeout().orElse(defaults.ackTimeout())),
                life.map(time -> positive("ttlMs", time)),
                notNegative("backoffMs", spec.backoff().orElse(defaults.backoff())),
                spec.duplicates().orElse(defaults.dedupe()),
                notNegative("dedupeWindowMs", spec.dedupeWindow().orElse(defaults.dedupeWindow())),
                spec.keepsDead().orElse(defaults.deadLetter()),
                spec.durability().orElse(defaults.durability()),
                spec.singleActive(),
                notNegative("delayMs", spec.delay().orElse(defaults.delay())));
    }

    /** Checks a time that must be at least a millisecond. */
    static Duration positive(String field, Duration time) {
        if (time.toMillis() < 1) {
            throw MpregRequestException.field(field, "it must be at least 1 ms, was " + time);
        }
        return time;
    }

    /** Checks a time that may be nothing. */
    static Duration notNegative(String field, Duration time) {
        if (time.isNegative()) {
            throw MpregRequestException.field(field, "it must not be negative, was " + time);
        }
        return time;
    }
}
