package io.mpreg.client;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.Refusal;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.QueueForm;
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
    private final QueueForm.Pushed pushed;
    private final Acks acks;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable T body;

    RemoteDelivery(QueueForm.Pushed pushed, Connection connection, Acks acks) {
        this.acks = acks;
        this.connection = connection;
        this.epoch = connection.epoch();
        this.pushed = pushed;
    }

    void convert(QueueListener<T> listener) {
        body = listener.body(pushed.payload());
    }

    boolean isStale() {
        return epoch != connection.epoch();
    }

    @Override
    public String id() {
        return pushed.delivery();
    }

    @Override
    public String queue() {
        return pushed.queue();
    }

    @Override
    public Ulid messageId() {
        return pushed.messageId();
    }

    @Override
    public Optional<String> topic() {
        return pushed.topic();
    }

    @Override
    public @Nullable T body() {
        return body;
    }

    @Override
    public Payload payload() {
        return pushed.payload();
    }

    @Override
    public Headers headers() {
        return pushed.headers();
    }

    @Override
    public int attempt() {
        return pushed.attempt();
    }

    @Override
    public Instant timestamp() {
        return pushed.timestamp();
    }

    @Override
    public CompletionStage<Boolean> ack() {
        if (acks.gathers()) {
            return begins() ? acks.add(id(), epoch) : CompletableFuture.completedFuture(false);
        }
        Request request = Request.op("queue.ack");
        return settle(
                request.compact(
                        (out, number) -> QueueForm.ack(out, number, id()),
                        () -> request.with("delivery", id())),
                reply -> {
                    Long compact = Compacted.value(reply, Long.class);
                    return (compact != null ? compact : reply.whole("acknowledged")) > 0;
                });
    }

    @Override
    public CompletionStage<Boolean> nack(Refusal refusal) {
        Request request =
                Request.op("queue.nack")
                        .with("delivery", id())
                        .with("action", refusal.action().name())
                        .millis("delayMs", refusal.delay())
                        .unlessEmpty("reason", refusal.reason());
        return settle(request, reply -> !reply.has("settled") || reply.flag("settled"));
    }

    private CompletionStage<Boolean> settle(Request request, Function<Fields, Boolean> outcome) {
        return begins()
                ? connection.ask(request.over(epoch), outcome)
                : CompletableFuture.completedFuture(false);
    }

    /* Whether it is to be settled now. */
    private boolean begins() {
        return !isStale() && settled.compareAndSet(false, true);
    }

    @Override
    public CompletionStage<Boolean> extend(Duration time) {
        if (isStale() || settled.get()) {
            return CompletableFuture.completedFuture(false);
        }
        return connection
                .request(
                        Request.op("queue.extend")
                                .with("delivery", id())
                                .with("ms", time.toMillis())
                                .over(epoch))
                .thenApplyAsync(reply -> true, connection.threads().callbacks());
    }
}
