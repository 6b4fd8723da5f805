package io.mpreg.client;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.PublishForm;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Topics over a connection. */
final class RemoteTopics implements TopicClient {

    private static final String RECEIPT = "receipt";

    private final Connection connection;
    private final ValueCodec codec;
    private final Ids ids;
    private final int window;
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
        CompletableFuture<PublishReceipt> shown = new CompletableFuture<>();
        connection
                .request(request(publication).shown())
                .whenComplete(
                        (reply, failure) -> {
                            if (reply != null && reply.fields().containsKey(RECEIPT)) {
                                // It was brought to a thread for callbacks with others.
                                shown.complete(receipt(reply));
                            } else {
                                show(shown, reply, failure);
                            }
                        });
        return shown;
    }

    private void show(
            CompletableFuture<PublishReceipt> shown,
            @Nullable Fields reply,
            @Nullable Throwable failure) {
        Runnable completion =
                () -> {
                    try {
                        if (reply == null) {
                            shown.completeExceptionally(Objects.requireNonNull(failure));
                        } else {
                            shown.complete(receipt(reply));
                        }
                    } catch (MpregException e) {
                        shown.completeExceptionally(e);
                    }
                };
        try {
            connection.threads().callbacks().execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run();
        }
    }

    private Request request(Publication publication) {
        return Request.publish(publication.payload(codec.encode(publication.payload())));
    }

    private static PublishReceipt receipt(Fields reply) {
        return reply.fields().get(RECEIPT) instanceof PublishReceipt receipt
                ? receipt
                : new PublishReceipt(
                        reply.ulid("messageId"),
                        reply.text("correlationId", ""),
                        reply.integer("matched"));
    }

    /** The reply to a publication that came in its compact form. */
    static Fields reply(PublishReceipt receipt) {
        return new Fields(Map.of("op", "ok", RECEIPT, receipt));
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
                        live::remove);
        LiveSubscription<?> before = live.put(id, made);
        try {
            Failures.await(made.begin());
        } catch (RuntimeException e) {
            if (before == null) {
                live.remove(id, made);
            } else {
                live.replace(id, made, before);
            }
            throw e;
        }
        connection.kept().keep(made);
        if (before != null) {
            before.replaced();
        }
        return made;
    }

    void message(PublishForm.Pushed pushed) {
        LiveSubscription<?> subscription = live.get(pushed.subscription());
        if (subscription != null) {
            subscription.message(pushed.message());
        }
    }

    void message(Fields push) {
        LiveSubscription<?> subscription = live.get(push.text("subscription"));
        if (subscription != null) {
            subscription.message(read(push));
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
