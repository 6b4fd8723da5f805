package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.MpregConsumer;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueSpec;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A method that is a consumer. Its concurrency is the number of deliveries that may be unsettled at
 * a time, so that it holds for methods that return a stage as well.
 */
record ConsumerMethod(Bean<?> bean, Signature signature, MpregConsumer annotation)
        implements ServedMethod {

    private static final System.Logger LOG = System.getLogger(ConsumerMethod.class.getName());

    @Override
    public Standing<Consumer> standing(Target target, Running running, LateNode node) {
        ConsumerSpec plain = ConsumerSpec.of(annotation.queue()).prefetch(annotation.concurrency());
        ConsumerSpec spec = annotation.group().isEmpty() ? plain : plain.group(annotation.group());
        Signature.Payload payload = signature.payloads().get(0);
        return new Standing<>(
                "consumer " + Problems.name(signature.method()) + " of queue " + annotation.queue(),
                (client, id) ->
                        consume(
                                client.queues(),
                                id.map(spec::id).orElse(spec),
                                payload.type(),
                                delivery -> take(delivery, target, running, node)));
    }

    /** Makes the queue if there is none. */
    private static Consumer consume(
            QueueClient queues, ConsumerSpec spec, Type type, DeliveryListener<Object> listener) {
        try {
            return queues.consume(spec, type, listener);
        } catch (MpregRequestException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            queues.create(QueueSpec.named(spec.queue()));
            return queues.consume(spec, type, listener);
        }
    }

    /** Listeners get one delivery at a time; more than that needs more threads. */
    private void take(Delivery<Object> delivery, Target target, Running running, LateNode node) {
        if (annotation.concurrency() == 1) {
            work(delivery, target, running);
        } else if (!node.execute(() -> work(delivery, target, running))) {
            settled(delivery.nack("the application has no thread for it"));
        }
    }

    /** A delivery that comes while the application stops returns to its queue with the consumer. */
    private void work(Delivery<Object> delivery, Target target, Running running) {
        if (!running.enter()) {
            return;
        }
        boolean later = false;
        try {
            boolean whole = signature.payloads().get(0).whole();
            Object result = target.call(whole ? delivery : delivery.body());
            if (result instanceof CompletionStage<?> stage) {
                later = true;
                stage.whenComplete((value, failure) -> settle(delivery, failure, running));
            } else {
                settled(delivery.ack());
            }
        } catch (Exception | Error e) {
            refuse(delivery, e);
        } finally {
            if (!later) {
                running.leave();
            }
        }
    }

    private void settle(Delivery<Object> delivery, @Nullable Throwable failure, Running running) {
        try {
            if (failure == null) {
                settled(delivery.ack());
            } else {
                refuse(
                        delivery,
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        } finally {
            running.leave();
        }
    }

    private void refuse(Delivery<Object> delivery, Throwable failure) {
        LOG.log(
                System.Logger.Level.WARNING,
                Problems.name(signature.method())
                        + " refuses message "
                        + delivery.messageId()
                        + " of queue '"
                        + delivery.queue()
                        + "', attempt "
                        + delivery.attempt(),
                failure);
        String message = failure.getMessage();
        settled(delivery.nack(message == null ? failure.getClass().getName() : message));
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
}
