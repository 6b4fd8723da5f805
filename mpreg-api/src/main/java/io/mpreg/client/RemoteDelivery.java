package io.mpreg.client;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.Refusal;
import io.mpreg.wire.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A delivery that came over a connection; it ends with the link that brought it. */
final class RemoteDelivery<T> implements Delivery<T> {

    private final Connection connection;
    private final long epoch;
    private final String id;
    private final String queue;
    private final Ulid messageId;
    private final Optional<String> topic;
    private final Payload payload;
    private final Headers headers;
    private final int attempt;
    private final Instant timestamp;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable T body;

    RemoteDelivery(Fields push, Connection connection) {
        this.connection = connection;
        this.epoch = connection.epoch();
        this.id = push.text("delivery");
        this.queue = push.text("queue");
        this.messageId = push.ulid("messageId");
        this.topic = push.optionalText("topic");
        this.payload = push.payload("payload");
        this.headers = push.headers();
        this.attempt = push.integer("attempt");
        this.timestamp = push.instant("timestamp");
    }

    void convert(QueueListener<T> listener) {
        body = listener.body(payload);
    }

    boolean isStale() {
        return epoch != connection.epoch();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Ulid messageId() {
        return messageId;
    }

    @Override
    public Optional<String> topic() {
        return topic;
    }

    @Override
    public @Nullable T body() {
        return body;
    }

    @Override
    public Payload payload() {
        return payload;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Instant timestamp() {
        return timestamp;
    }

    @Override
    public CompletionStage<Boolean> ack() {
        return settle(Request.op("queue.ack"), reply -> reply.whole("acknowledged") > 0);
    }

    @Override
    public CompletionStage<Boolean> nack(Refusal refusal) {
        Request request =
                Request.op("queue.nack")
                        .with("action", refusal.action().name())
                        .millis("delayMs", refusal.delay())
                        .unlessEmpty("reason", refusal.reason());
        return settle(request, reply -> !reply.has("settled") || reply.flag("settled"));
    }

    private CompletionStage<Boolean> settle(Request request, Function<Fields, Boolean> outcome) {
        if (isStale() || !settled.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(false);
        }
        return connection
                .request(request.with("delivery", id))
                .thenApplyAsync(outcome, connection.threads().callbacks());
    }

    @Override
    public CompletionStage<Boolean> extend(Duration time) {
        if (isStale() || settled.get()) {
            return CompletableFuture.completedFuture(false);
        }
        return connection
                .request(
                        Request.op("queue.extend").with("delivery", id).with("ms", time.toMillis()))
                .thenApplyAsync(reply -> true, connection.threads().callbacks());
    }
}
