package io.mpreg.client;

import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.wire.Fields;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Topics over a connection. */
final class RemoteTopics implements TopicClient {

    private final Connection connection;
    private final ValueCodec codec;
    private final Ids ids;
    private final int window;
    private final AtomicLong tags = new AtomicLong();
    private final Map<String, LiveSubscription<?>> live = new ConcurrentHashMap<>();

    RemoteTopics(Connection connection, ValueCodec codec, Ids ids, int window) {
        this.connection = connection;
        this.codec = codec;
        this.ids = ids;
        this.window = window;
    }

    @Override
    public PublishReceipt publish(Publication publication) {
        return receipt(Failures.await(connection.request(request(publication))));
    }

    @Override
    public CompletionStage<PublishReceipt> publishAsync(Publication publication) {
        return connection.ask(request(publication), RemoteTopics::receipt);
    }

    private Request request(Publication publication) {
        return Request.publish(publication.payload(codec.encode(publication.payload())));
    }

    static PublishReceipt receipt(Object reply) {
        if (reply instanceof PublishReceipt receipt) {
            return receipt;
        }
        Fields fields = Reply.fields(reply);
        PublishReceipt compact = Compacted.value(fields, PublishReceipt.class);
        return compact != null
                ? compact
                : new PublishReceipt(
                        fields.ulid("messageId"),
                        fields.text("correlationId", ""),
                        fields.integer("matched"));
    }

    @Override
    public <T> Subscription subscribe(
            SubscriptionSpec spec, Type type, MessageListener<T> listener) {
        String id = ids.of(spec.id(), "c");
        LiveSubscription<T> made =
                new LiveSubscription<>(
                        id,
                        spec,
                        new TopicListener<>(codec, type, listener),
                        connection,
                        window,
                        this);
        LiveSubscription<?> before = live.put(id, made);
        made.follows(before);
        try {
            Failures.await(made.begin());
        } catch (RuntimeException e) {
            if (before == null || !live.replace(id, made, before)) {
                live.remove(id, made);
            } else if (!before.isOpen()) {
                live.remove(id, before);
            }
            throw e;
        }
        connection.kept().keep(made);
        if (!made.isOpen()) {
            connection.kept().forget(made);
        }
        made.follows(null);
        if (before != null) {
            before.leave();
        }
        return made;
    }

    /** A name for one subscribing, by which its end is known from that of another under its id. */
    String nextTag() {
        return Long.toString(tags.incrementAndGet(), Character.MAX_RADIX);
    }

    void forget(LiveSubscription<?> subscription) {
        connection.kept().forget(subscription);
        live.remove(subscription.id(), subscription);
    }

    /** The node has ended a subscription by itself. */
    void ended(Fields push) {
        LiveSubscription<?> of = live.get(push.text("subscription"));
        String tag = push.text("tag", "");
        while (of != null && !of.isTagged(tag)) {
            of = of.former();
        }
        if (of != null) {
            of.endedBy(Failures.of(push));
        }
    }

    /** The client is closed, and with it all subscriptions. */
    void closed() {
        live.values().forEach(LiveSubscription::leave);
    }

    /** Brings messages to their subscriptions, those of one subscription together. */
    void messages(List<Bundle> come) {
        if (come.size() == 1) {
            Bundle all = come.get(0);
            all.subscriptions().forEach(id -> messages(id, all.messages()));
            return;
        }
        Map<String, List<Message<Payload>>> each = new LinkedHashMap<>();
        for (Bundle bundle : come) {
            for (String id : bundle.subscriptions()) {
                each.computeIfAbsent(id, any -> new ArrayList<>()).addAll(bundle.messages());
            }
        }
        each.forEach(this::messages);
    }

    private void messages(String id, List<Message<Payload>> come) {
        LiveSubscription<?> subscription = live.get(id);
        if (subscription != null) {
            subscription.taker().messages(come);
        }
    }

    void message(Fields push) {
        LiveSubscription<?> subscription = live.get(push.text("subscription"));
        if (subscription != null) {
            subscription.taker().messages(List.of(read(push)));
        }
    }

    @Override
    public List<Message<Payload>> latest(String pattern, int limit) {
        Request request = Request.op("latest").with("pattern", pattern).with("limit", limit);
        return Failures.await(connection.request(request)).objects("messages").stream()
                .map(RemoteTopics::read)
                .toList();
    }

    static Message<Payload> read(Fields frame) {
        Payload payload = frame.payload("payload");
        return new Message<>(
                frame.ulid("messageId"),
                frame.text("topic"),
                payload,
                payload,
                frame.headers(),
                frame.instant("timestamp"),
                frame.flag("replayed"));
    }
}
