package io.mpreg.engine.pubsub;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.topic.TopicPattern;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes and subscribes on behalf of one client; subscription ids belong to it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class ExchangeClient implements TopicClient {

    /** At how many ids those are forgotten whose subscriptions have ended. */
    private static final int TIDY_EVERY = 64;

    private final Exchange exchange;
    private final ClientContext context;
    private final Map<String, Place> subscriptions = new ConcurrentHashMap<>();

    ExchangeClient(Exchange exchange, ClientContext context) {
        this.exchange = exchange;
        this.context = context;
    }

    @Override
    public PublishReceipt publish(Publication publication) {
        return exchange.publish(context, publication, true);
    }

    @Override
    public CompletionStage<PublishReceipt> publishAsync(Publication publication) {
        try {
            return CompletableFuture.completedFuture(exchange.publish(context, publication, false));
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> Subscription subscribe(
            SubscriptionSpec spec, Type type, MessageListener<T> listener) {
        @SuppressWarnings("unchecked") // the codec makes what the type says
        MessageListener<Object> any = (MessageListener<Object>) listener;
        Terms terms = exchange.terms(context, spec);
        if (spec.id().isEmpty()) {
            return exchange.subscribe(context, spec, terms, type, any, null);
        }
        String id = spec.id().get();
        Place before = subscriptions.get(id);
        Place place = exchange.subscribe(context, spec, terms, type, any, before);
        Place replaced = subscriptions.put(id, place);
        if (replaced != before) {
            // Another thread was quicker under that id.
            end(replaced);
        }
        if (subscriptions.size() % TIDY_EVERY == 0) {
            subscriptions.values().removeIf(Place::isOver);
        }
        return place;
    }

    @Override
    public List<Message<Payload>> latest(String pattern, int limit) {
        if (limit < 1) {
            throw MpregRequestException.field("limit", "it must be at least 1, was " + limit);
        }
        return exchange.latest(TopicPattern.of(pattern), limit).stream()
                .map(
                        message ->
                                new Message<>(
                                        message.id(),
                                        message.topic().value(),
                                        message.payload(),
                                        message.payload(),
                                        message.headers(),
                                        Instant.ofEpochMilli(message.timestamp()),
                                        true))
                .toList();
    }

    private static void end(@Nullable Place place) {
        if (place != null) {
            place.unsubscribe();
        }
    }
}
