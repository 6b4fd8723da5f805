package io.mpreg.engine.session;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Message;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Publishing, and the subscriptions of one session. */
final class TopicDesk {

    private static final int LATEST = 100;
    private static final double MILLIS = 1000;
    private static final double LONGEST_BACKLOG_S = 3_155_760_000.0;

    private final Session session;
    private final TopicClient topics;
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();

    TopicDesk(Session session) {
        this.session = session;
        this.topics = session.client().topics();
    }

    static void operations(Operations all) {
        all.family(session -> session.desks().topics())
                .swift("publish", TopicDesk::publish)
                .swift("subscribe", TopicDesk::subscribe)
                .swift("unsubscribe", TopicDesk::unsubscribe)
                .slow("latest", TopicDesk::latest);
    }

    private void publish(Fields fields, Answer answer) {
        Publication publication =
                new Publication(
                        fields.text("topic"),
                        fields.payload("payload"),
                        fields.headers(),
                        fields.ulid("messageId"),
                        fields.choice("guarantee", Guarantee.class, Guarantee.FIRE_AND_FORGET));
        answer.later(
                topics.publishAsync(session.signature().on(publication)),
                receipt ->
                        new Object[] {
                            "messageId", receipt.messageId(),
                            "correlationId", receipt.correlationId(),
                            "matched", receipt.matched()
                        });
    }

    /** A publication in its compact form. */
    void publish(long number, Publication publication) {
        long started = session.host().platform().clock().nanos();
        session.inOrder(
                () -> publish(number, publication, started),
                refusal -> session.refuse(number, "publish", started, refusal));
    }

    private void publish(long number, Publication publication, long started) {
        topics.publishAsync(session.signature().on(publication))
                .whenComplete(
                        (receipt, failure) -> {
                            if (failure != null) {
                                session.refuse(number, "publish", started, failure);
                            } else {
                                session.requests().completed(true, started);
                                session.send(new Published(number, receipt, 1), true);
                            }
                        });
    }

    private void subscribe(Fields fields, Answer answer) {
        String id =
                fields.optionalText("subscription")
                        .orElseGet(() -> session.host().ulids().next().toString());
        OptionalInt credit =
                fields.has("credit")
                        ? OptionalInt.of(fields.whole("credit", 0))
                        : OptionalInt.empty();
        Feed feed =
                new Feed(session, id, fields.text("tag", ""), credit, fields.flag("joined", false));
        SubscriptionSpec spec =
                new SubscriptionSpec(
                        Optional.of(id),
                        fields.patterns("patterns"),
                        fields.optionalText("group"),
                        fields.choice("choice", GroupChoice.class, GroupChoice.ROUND_ROBIN),
                        fields.strings("filter"),
                        backlog(fields),
                        fields.ulid("sinceMessageId"),
                        fields.optionalText("durable"),
                        fields.flag("persistent", false),
                        OptionalInt.of(0),
                        fields.choice(
                                "onSlow", SlowConsumerPolicy.class, SlowConsumerPolicy.DROP_OLDEST),
                        fields.optionalText("keyHeader"));
        Subscription subscription = topics.subscribe(spec, Payload.class, feed);
        Feed before = feeds.put(id, feed);
        if (before != null) {
            before.end();
        }
        answer.ok("subscription", id, "replayed", subscription.replayed());
        feed.open(subscription);
        if (session.isOver()) {
            close();
        }
    }

    private static Duration backlog(Fields fields) {
        if (!fields.has("backlogSeconds")) {
            return Duration.ZERO;
        }
        double seconds = fields.decimal("backlogSeconds");
        if (!(seconds >= 0)) {
            throw fields.wrong("backlogSeconds", "it must not be negative");
        }
        return Duration.ofMillis((long) (Math.min(seconds, LONGEST_BACKLOG_S) * MILLIS));
    }

    private void unsubscribe(Fields fields, Answer answer) {
        Feed feed = feeds.remove(fields.text("subscription"));
        answer.ok("removed", feed != null && feed.unsubscribe());
    }

    /** The node has ended it. */
    void forget(Feed feed) {
        feeds.remove(feed.id(), feed);
    }

    void credit(String subscription, int n) {
        Feed feed = feeds.get(subscription);
        if (feed == null) {
            throw MpregRequestException.notFound("subscription", subscription);
        }
        feed.allow(n);
    }

    private void latest(Fields fields, Answer answer) {
        answer.ok(
                "messages",
                topics.latest(fields.text("pattern"), fields.whole("limit", LATEST, 1)).stream()
                        .map(this::message)
                        .toList());
    }

    private Map<String, Object> message(Message<Payload> message) {
        return Frames.object(
                "topic", message.topic(),
                "payload", message.payload(),
                "headers", message.headers().values(),
                "messageId", message.id().toString(),
                "timestamp", session.host().timestamps().text(message.timestamp()),
                "replayed", message.replayed());
    }

    void close() {
        feeds.values().removeIf(Feed::unsubscribeQuietly);
    }
}
