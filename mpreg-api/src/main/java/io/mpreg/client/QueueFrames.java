package io.mpreg.client;

import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueInfo;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.api.queue.QueueType;
import io.mpreg.api.queue.WaitingMessage;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.QueueForm;
import java.time.Duration;
import java.time.Instant;

/** What a node tells of its queues. */
final class QueueFrames {

    private QueueFrames() {}

    static QueueInfo info(Fields reply) {
        return new QueueInfo(
                reply.text("queue"),
                settings(reply.object("config")),
                stats(reply.object("stats")),
                reply.flag("paused"));
    }

    private static QueueSettings settings(Fields config) {
        return new QueueSettings(
                config.choice("type", QueueType.class, QueueType.FIFO),
                config.integer("maxDepth"),
                config.integer("maxRetries"),
                config.millis("ackTimeoutMs"),
                config.optionalMillis("ttlMs"),
                config.millis("backoffMs"),
                config.choice("dedupe", Dedupe.class, Dedupe.OFF),
                config.millis("dedupeWindowMs"),
                config.flag("deadLetter"),
                config.choice("durability", Durability.class, Durability.DISK),
                config.flag("singleActive"),
                config.has("delayMs") ? config.millis("delayMs") : Duration.ZERO);
    }

    private static QueueStats stats(Fields stats) {
        Fields processing = stats.object("processing");
        return new QueueStats(
                stats.whole("sent"),
                stats.whole("delivered"),
                stats.whole("acknowledged"),
                stats.whole("failed"),
                stats.whole("expired"),
                stats.whole("requeued"),
                stats.whole("deadLettered"),
                stats.whole("depth"),
                stats.whole("inFlight"),
                stats.whole("oldestAgeMs"),
                stats.number("successRate"),
                stats.number("sentPerSecond"),
                stats.number("deliveredPerSecond"),
                stats.number("acknowledgedPerSecond"),
                processing.number("p50"),
                processing.number("p95"),
                processing.number("p99"));
    }

    static WaitingMessage waiting(Fields message) {
        return new WaitingMessage(
                message.ulid("messageId"),
                message.optionalText("topic"),
                message.payload("payload"),
                message.headers(),
                message.integer("priority"),
                message.integer("attempts"),
                message.instant("timestamp", Instant.EPOCH));
    }

    static DeadLetter dead(String queue, Fields letter) {
        return new DeadLetter(
                letter.ulid("messageId"),
                letter.text("queue", queue),
                letter.optionalText("topic"),
                letter.payload("payload"),
                letter.headers(),
                letter.text("reason", ""),
                letter.integer("attempts"),
                letter.text("lastError", ""),
                letter.instant("sentAt", Instant.EPOCH),
                letter.instant("diedAt", Instant.EPOCH));
    }

    static QueueForm.Pushed delivery(Fields push) {
        return new QueueForm.Pushed(
                push.text("consumer"),
                push.text("queue"),
                push.text("delivery"),
                push.ulid("messageId"),
                push.optionalText("topic"),
                push.payload("payload"),
                push.headers(),
                push.integer("attempt"),
                push.instant("timestamp"));
    }
}
