package io.mpreg.engine.session;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueInfo;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.api.queue.QueueType;
import io.mpreg.api.queue.RedriveSpec;
import io.mpreg.api.queue.SendStrategy;
import io.mpreg.api.queue.WaitingMessage;
import io.mpreg.wire.bin.QueueForm;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Queues, without consuming from them. */
final class QueueDesk {

    private static final int LIMIT = 100;
    private static final Fields NOTHING = new Fields("", Map.of());

    private QueueDesk() {}

    static void operations(Operations all) {
        all.family(session -> session)
                .slow("queue.create", QueueDesk::create)
                .slow("queue.delete", (s, f, a) -> a.ok("deleted", of(s).delete(queue(f))))
                .slow("queue.purge", (s, f, a) -> a.ok("purged", of(s).purge(queue(f))))
                .slow("queue.pause", QueueDesk::pause)
                .slow("queue.resume", QueueDesk::resume)
                .slow("queue.list", (s, f, a) -> a.ok("queues", of(s).list()))
                .slow("queue.info", QueueDesk::info)
                .slow("queue.bind", QueueDesk::bind)
                .slow("queue.unbind", QueueDesk::unbind)
                .swift("queue.send", QueueDesk::send)
                .swift("queue.sendVia", QueueDesk::sendVia)
                .slow("queue.browse", QueueDesk::browse)
                .slow("queue.dlq.list", QueueDesk::deadLetters)
                .slow("queue.dlq.redrive", QueueDesk::redrive)
                .slow(
                        "queue.dlq.purge",
                        (s, f, a) -> a.ok("purged", of(s).purgeDeadLetters(queue(f))));
    }

    private static QueueClient of(Session session) {
        return session.client().queues();
    }

    private static String queue(Fields fields) {
        return fields.text("queue");
    }

    private static void create(Session session, Fields fields, Answer answer) {
        QueueSpec spec =
                new QueueSpec(
                        queue(fields),
                        fields.choice("type", QueueType.class, QueueType.FIFO),
                        whole(fields, "maxDepth", 1),
                        whole(fields, "maxRetries", 0),
                        fields.millis("ackTimeoutMs"),
                        fields.millis("ttlMs"),
                        fields.millis("backoffMs"),
                        fields.choice("dedupe", Dedupe.class),
                        fields.millis("dedupeWindowMs"),
                        fields.has("deadLetter")
                                ? Optional.of(fields.flag("deadLetter", true))
                                : Optional.empty(),
                        fields.choice("durability", Durability.class),
                        fields.flag("singleActive", false),
                        fields.millis("delayMs"));
        answer.ok("created", of(session).create(spec));
    }

    private static OptionalInt whole(Fields fields, String name, int least) {
        return fields.has(name) ? OptionalInt.of(fields.whole(name, least)) : OptionalInt.empty();
    }

    private static void pause(Session session, Fields fields, Answer answer) {
        of(session).pause(queue(fields));
        answer.ok();
    }

    private static void resume(Session session, Fields fields, Answer answer) {
        of(session).resume(queue(fields));
        answer.ok();
    }

    private static void info(Session session, Fields fields, Answer answer) {
        String name = queue(fields);
        QueueInfo info =
                of(session)
                        .info(name)
                        .orElseThrow(() -> MpregRequestException.notFound("queue", name));
        answer.ok(
                "queue", info.name(),
                "config", settings(info.settings()),
                "stats", stats(info.stats()),
                "paused", info.paused());
    }

    private static Map<String, Object> settings(QueueSettings settings) {
        return Frames.object(
                "type", settings.type(),
                "maxDepth", settings.maxDepth(),
                "maxRetries", settings.maxRetries(),
                "ackTimeoutMs", Frames.millis(settings.ackTimeout()),
                "ttlMs", settings.timeToLive().map(Frames::millis).orElse(null),
                "backoffMs", Frames.millis(settings.backoff()),
                "dedupe", settings.dedupe(),
                "dedupeWindowMs", Frames.millis(settings.dedupeWindow()),
                "deadLetter", settings.deadLetter(),
                "durability", settings.durability(),
                "singleActive", settings.singleActive(),
                "delayMs", Frames.millis(settings.delay()));
    }

    private static Map<String, Object> stats(QueueStats stats) {
        return Frames.object(
                "sent", stats.sent(),
                "delivered", stats.delivered(),
                "acknowledged", stats.acknowledged(),
                "failed", stats.failed(),
                "expired", stats.expired(),
                "requeued", stats.requeued(),
                "deadLettered", stats.deadLettered(),
                "depth", stats.depth(),
                "inFlight", stats.inFlight(),
                "oldestAgeMs", stats.oldestAgeMs(),
                "successRate", stats.successRate(),
                "sentPerSecond", stats.sentPerSecond(),
                "deliveredPerSecond", stats.deliveredPerSecond(),
                "acknowledgedPerSecond", stats.acknowledgedPerSecond(),
                "processing",
                        Frames.object(
                                "p50", stats.processingP50Ms(),
                                "p95", stats.processingP95Ms(),
                                "p99", stats.processingP99Ms()));
    }

    private static void bind(Session session, Fields fields, Answer answer) {
        List<String> patterns = fields.patterns("patterns");
        if (patterns.isEmpty()) {
            throw fields.wrong("patterns", "at least one is needed");
        }
        of(session)
                .bind(
                        new QueueBinding(
                                queue(fields),
                                patterns,
                                fields.whole("priority", 0, Integer.MIN_VALUE),
                                fields.whole("weight", 1, 1),
                                fields.flag("enabled", true)));
        answer.ok();
    }

    private static void unbind(Session session, Fields fields, Answer answer) {
        answer.ok("removed", of(session).unbind(queue(fields), fields.patterns("patterns")));
    }

    private static QueueMessage message(Fields fields) {
        return new QueueMessage(
                fields.payload("payload"),
                fields.optionalText("topic"),
                fields.headers(),
                fields.ulid("messageId"),
                fields.choice("guarantee", Guarantee.class, Guarantee.AT_LEAST_ONCE),
                fields.whole("priority", 0, Integer.MIN_VALUE),
                fields.millis("delayMs", Duration.ZERO),
                fields.millis("ttlMs"),
                fields.optionalText("dedupeId"),
                fields.optionalText("orderingKey"),
                fields.whole("requiredAcks", 1, 1),
                fields.optionalText("deliverAt").map(text -> instant(fields, text)));
    }

    private static Instant instant(Fields fields, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw fields.wrong("deliverAt", "it is no time in ISO-8601");
        }
    }

    private static void send(Session session, Fields fields, Answer answer) {
        answer.later(
                of(session).sendAsync(queue(fields), session.signature().on(message(fields))),
                receipt ->
                        new Object[] {
                            "messageId", receipt.messageId(),
                            "correlationId", receipt.correlationId(),
                            "duplicate", receipt.duplicate(),
                            "durability", receipt.durability()
                        });
    }

    /** A message in its compact form. */
    static void send(Session session, long number, QueueForm.Addressed addressed) {
        long started = session.host().platform().clock().nanos();
        session.inOrder(
                () ->
                        of(session)
                                .sendAsync(
                                        addressed.queue(),
                                        session.signature().on(addressed.message()))
                                .whenComplete(
                                        (receipt, failure) -> {
                                            if (failure != null) {
                                                session.refuse(
                                                        number, "queue.send", started, failure);
                                            } else {
                                                session.requests().completed(true, started);
                                                session.send(new Enqueued(number, receipt), true);
                                            }
                                        }),
                refusal -> session.refuse(number, "queue.send", started, refusal));
    }

    private static void sendVia(Session session, Fields fields, Answer answer) {
        answer.later(
                of(session)
                        .sendViaAsync(
                                fields.text("topic"),
                                session.signature().on(message(fields)),
                                fields.choice(
                                        "strategy", SendStrategy.class, SendStrategy.FANOUT_ALL)),
                receipt ->
                        new Object[] {
                            "messageId", receipt.messageId(),
                            "correlationId", receipt.correlationId(),
                            "queues", receipt.queues(),
                            "matchedPatterns", receipt.matchedPatterns(),
                            "strategy", receipt.strategy()
                        });
    }

    private static void browse(Session session, Fields fields, Answer answer) {
        answer.ok(
                "messages",
                of(session).browse(queue(fields), fields.whole("limit", LIMIT, 1)).stream()
                        .map(message -> waiting(session, message))
                        .toList());
    }

    private static Map<String, Object> waiting(Session session, WaitingMessage message) {
        return Frames.object(
                "messageId", message.messageId().toString(),
                "topic", message.topic().orElse(null),
                "payload", message.payload(),
                "headers", message.headers().values(),
                "priority", message.priority(),
                "attempts", message.attempts(),
                "timestamp", session.host().timestamps().text(message.timestamp()));
    }

    private static void deadLetters(Session session, Fields fields, Answer answer) {
        answer.ok(
                "messages",
                letters(session, fields).stream().map(letter -> dead(session, letter)).toList());
    }

    private static List<DeadLetter> letters(Session session, Fields fields) {
        int limit = fields.whole("limit", LIMIT, 1);
        if (!fields.has("messageIds")) {
            return of(session).deadLetters(queue(fields), limit);
        }
        return ids(fields).stream()
                .flatMap(id -> of(session).deadLetter(queue(fields), id).stream())
                .limit(limit)
                .toList();
    }

    private static Map<String, Object> dead(Session session, DeadLetter letter) {
        return Frames.object(
                "messageId", letter.messageId().toString(),
                "queue", letter.queue(),
                "topic", letter.topic().orElse(null),
                "payload", letter.payload(),
                "headers", letter.headers().values(),
                "reason", letter.reason(),
                "attempts", letter.attempts(),
                "lastError", letter.lastError(),
                "sentAt", session.host().timestamps().text(letter.sentAt()),
                "diedAt", session.host().timestamps().text(letter.diedAt()));
    }

    private static void redrive(Session session, Fields fields, Answer answer) {
        Fields filter = fields.object("filter").orElse(NOTHING);
        RedriveSpec spec =
                new RedriveSpec(
                        ids(fields),
                        fields.optionalText("to"),
                        filter.optionalText("reason"),
                        filter.optionalText("topic"),
                        filter.headers().values(),
                        fields.has("ratePerSecond")
                                ? OptionalDouble.of(fields.decimal("ratePerSecond"))
                                : OptionalDouble.empty());
        answer.later(
                of(session).redriveAsync(queue(fields), spec),
                redriven -> new Object[] {"redriven", redriven});
    }

    private static List<Ulid> ids(Fields fields) {
        List<Ulid> ids = new ArrayList<>();
        for (String text : fields.texts("messageIds")) {
            if (!Ulid.isValid(text)) {
                throw fields.wrong("messageIds", "'" + Fields.shortened(text) + "' is no ULID");
            }
            ids.add(Ulid.parse(text));
        }
        return ids;
    }
}
