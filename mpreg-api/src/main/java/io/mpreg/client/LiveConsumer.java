package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.wire.bin.QueueForm;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A consumer over a connection. Its prefetch bounds what waits here: also a consumer that
 * acknowledges by itself is one that acknowledges to the node, when its listener is called.
 */
final class LiveConsumer<T> implements Consumer, Restorable {

    private static final System.Logger LOG = System.getLogger(LiveConsumer.class.getName());
    private static final int CAPACITY = 65_536;

    /** When to ask again for what is still taken, and how often: longer than a node waits. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private static final int TRIES = 240;

    private final String id;
    private final ConsumerSpec spec;
    private final QueueListener<T> listener;
    private final Connection connection;
    private final java.util.function.Consumer<String> ended;
    private final Acks acks;
    private final Mailbox mailbox;
    private final AtomicBoolean open = new AtomicBoolean(true);

    LiveConsumer(
            String id,
            ConsumerSpec spec,
            QueueListener<T> listener,
            Connection connection,
            java.util.function.Consumer<String> ended) {
        this.id = id;
        this.spec = spec;
        this.listener = listener;
        this.connection = connection;
        this.ended = ended;
        this.acks = new Acks(connection);
        this.mailbox = new Mailbox(connection.threads().callbacks(), CAPACITY, acks::rest);
    }

    Request request() {
        Request request =
                Request.op("queue.consume")
                        .with("consumer", id)
                        .with("queue", spec.queue())
                        .with("group", spec.group())
                        .with("autoAck", false)
                        .flag("exclusive", spec.exclusive());
        return spec.prefetch() > 0 ? request.with("prefetch", spec.prefetch()) : request;
    }

    @Override
    public CompletionStage<?> restore() {
        long link = connection.epoch();
        return connection
                .first(request())
                .exceptionallyCompose(
                        failure -> {
                            if (!isTaken(failure)) {
                                return CompletableFuture.failedFuture(failure);
                            }
                            again(link, TRIES);
                            return CompletableFuture.completedFuture(null);
                        });
    }

    /* The node may not have noticed yet that the former link, with this consumer, has gone. */
    private void again(long link, int left) {
        connection
                .threads()
                .after(
                        AGAIN,
                        () -> {
                            if (open.get() && connection.epoch() == link) {
                                connection
                                        .request(request().over(link))
                                        .whenComplete(
                                                (done, failure) -> tried(link, left, failure));
                            }
                        });
    }

    private void tried(long link, int left, @Nullable Throwable failure) {
        if (failure == null || !open.get() || connection.epoch() != link) {
            return;
        }
        if (isTaken(failure) && left > 0) {
            again(link, left - 1);
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} could not be restored: {1}",
                    name(),
                    Failures.unwrapped(failure).toString());
        }
    }

    private static boolean isTaken(Throwable failure) {
        return Failures.unwrapped(failure).code() == ErrorCode.CONFLICT;
    }

    void delivery(QueueForm.Pushed push) {
        RemoteDelivery<T> delivery = new RemoteDelivery<>(push, connection, acks);
        if (open.get() && !mailbox.offer(() -> deliver(delivery))) {
            settled(delivery.nack("the consumer has no room"));
        }
    }

    private void deliver(RemoteDelivery<T> delivery) {
        if (!open.get() || delivery.isStale()) {
            return;
        }
        acks.listening();
        try {
            if (spec.autoAck()) {
                settled(delivery.ack());
            }
            delivery.convert(listener);
            listener.listener().onDelivery(delivery);
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "consumer '" + id + "' of queue '" + spec.queue() + "' refuses a message",
                    e);
            settled(delivery.nack(reason(e)));
        }
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getName() : message;
    }

    private static void settled(CompletionStage<Boolean> settling) {
        settling.exceptionally(
                failure -> {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "a delivery was not settled and will come again",
                            failure);
                    return false;
                });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "consumer '" + id + "' of queue '" + spec.queue() + "'";
    }

    @Override
    public String queue() {
        return spec.queue();
    }

    @Override
    public void request(int deliveries) {
        if (deliveries < 1) {
            throw MpregRequestException.field(
                    "deliveries", "must be at least 1, was " + deliveries);
        }
        Failures.await(
                connection.request(
                        Request.op("credit").with("consumer", id).with("n", deliveries)));
    }

    /** Sends the acknowledgements that wait for more. */
    void flush() {
        acks.flush();
    }

    void replaced() {
        open.set(false);
        mailbox.close();
        acks.flush();
        connection.kept().forget(this);
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        mailbox.close();
        acks.flush();
        connection.kept().forget(this);
        ended.accept(id);
        Farewell.say(connection, Request.op("queue.cancel").with("consumer", id));
    }
}
