package io.mpreg.client;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.wire.bin.QueueForm;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A consumer over a connection. Its prefetch bounds what waits here: also a consumer that
 * acknowledges by itself is one that acknowledges to the node, when its listener is called.
 */
final class LiveConsumer<T> implements Consumer, Restorable {

    private static final System.Logger LOG = System.getLogger(LiveConsumer.class.getName());
    private static final int CAPACITY = 65_536;

    private final String id;
    private final ConsumerSpec spec;
    private final QueueListener<T> listener;
    private final Connection connection;
    private final java.util.function.Consumer<String> ended;
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
        this.mailbox = new Mailbox(connection.threads().callbacks(), CAPACITY);
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
        return connection.first(request());
    }

    void delivery(QueueForm.Pushed push) {
        RemoteDelivery<T> delivery = new RemoteDelivery<>(push, connection);
        if (open.get() && !mailbox.offer(() -> deliver(delivery))) {
            settled(delivery.nack("the consumer has no room"));
        }
    }

    private void deliver(RemoteDelivery<T> delivery) {
        if (!open.get() || delivery.isStale()) {
            return;
        }
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

    void replaced() {
        open.set(false);
        mailbox.close();
        connection.kept().forget(this);
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        mailbox.close();
        connection.kept().forget(this);
        ended.accept(id);
        Farewell.say(connection, Request.op("queue.cancel").with("consumer", id));
    }
}
