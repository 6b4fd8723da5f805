package io.mpreg.api.cdi;

import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** The topics of a {@link MemoryNode}. */
final class MemoryTopics {

    private static final Ulid ID = Ulid.parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final MemoryNode node;
    private final List<Filed> filed = new CopyOnWriteArrayList<>();
    private int number;

    MemoryTopics(MemoryNode node) {
        this.node = node;
    }

    Object client(ValueCodec codec, Executor context) {
        return new Client(codec, context);
    }

    /** The settings with which a pattern was subscribed to. */
    SubscriptionSpec spec(String pattern) {
        return filed.stream()
                .map(Filed::spec)
                .filter(spec -> spec.patterns().contains(pattern))
                .findFirst()
                .orElseThrow();
    }

    int publish(String topic, Payload payload) {
        int matched = 0;
        for (Filed entry : filed) {
            if (entry.spec().patterns().stream().anyMatch(p -> matches(p, topic))) {
                entry.context().execute(() -> deliver(entry, topic, payload));
                matched++;
            }
        }
        return matched;
    }

    private static boolean matches(String pattern, String topic) {
        return topic.matches(pattern.replace(".", "\\.").replace("*", "[^.]+").replace("#", ".*"));
    }

    private void deliver(Filed entry, String topic, Payload payload) {
        try {
            Object body = entry.codec().decode(payload, entry.type());
            entry.listener()
                    .onMessage(
                            new Message<>(
                                    ID, topic, body, payload, Headers.NONE, Instant.EPOCH, false));
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private record Filed(
            String id,
            SubscriptionSpec spec,
            Type type,
            MessageListener<Object> listener,
            ValueCodec codec,
            Executor context,
            CompletableFuture<Void> ended) {}

    /** The part of a client that there is. */
    private final class Client {
        private final ValueCodec codec;
        private final Executor context;

        Client(ValueCodec codec, Executor context) {
            this.codec = codec;
            this.context = context;
        }

        PublishReceipt publish(Publication publication) {
            int matched =
                    MemoryTopics.this.publish(
                            publication.topic(), codec.encode(publication.payload()));
            return new PublishReceipt(ID, ID.toString(), matched);
        }

        @SuppressWarnings("unchecked") // the type belongs to the listener
        Subscription subscribe(SubscriptionSpec spec, Type type, MessageListener<?> listener) {
            String id = spec.id().orElseGet(() -> "s" + number++);
            Filed entry =
                    new Filed(
                            id,
                            spec,
                            type,
                            (MessageListener<Object>) listener,
                            codec,
                            context,
                            new CompletableFuture<>());
            filed.add(entry);
            String what = "subscription " + String.join(",", spec.patterns());
            node.add(what);
            return new Subscription() {
                @Override
                public int replayed() {
                    return 0;
                }

                @Override
                public void request(int messages) {}

                @Override
                public CompletionStage<Void> ended() {
                    return entry.ended();
                }

                @Override
                public boolean unsubscribe() {
                    entry.ended().complete(null);
                    node.remove(what);
                    return filed.remove(entry);
                }

                @Override
                public String id() {
                    return id;
                }
            };
        }
    }
}
