package io.mpreg.api.cdi;

import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueInfo;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.RedriveSpec;
import io.mpreg.api.queue.RoutedReceipt;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.queue.SendStrategy;
import io.mpreg.api.queue.WaitingMessage;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Queues at the node that is there; consumers stay in place when it is replaced. */
final class LateQueues implements QueueClient {

    private final LateNode node;

    LateQueues(LateNode node) {
        this.node = node;
    }

    private QueueClient queues() {
        return node.client().queues();
    }

    @Override
    public boolean create(QueueSpec spec) {
        return queues().create(spec);
    }

    @Override
    public boolean delete(String queue) {
        return queues().delete(queue);
    }

    @Override
    public long purge(String queue) {
        return queues().purge(queue);
    }

    @Override
    public void pause(String queue) {
        queues().pause(queue);
    }

    @Override
    public void resume(String queue) {
        queues().resume(queue);
    }

    @Override
    public List<String> list() {
        return queues().list();
    }

    @Override
    public Optional<QueueInfo> info(String queue) {
        return queues().info(queue);
    }

    @Override
    public void bind(QueueBinding binding) {
        queues().bind(binding);
    }

    @Override
    public int unbind(String queue, List<String> patterns) {
        return queues().unbind(queue, patterns);
    }

    @Override
    public SendReceipt send(String queue, QueueMessage message) {
        return queues().send(queue, message);
    }

    @Override
    public CompletionStage<SendReceipt> sendAsync(String queue, QueueMessage message) {
        return queues().sendAsync(queue, message);
    }

    @Override
    public RoutedReceipt sendVia(String topic, QueueMessage message, SendStrategy strategy) {
        return queues().sendVia(topic, message, strategy);
    }

    @Override
    public CompletionStage<RoutedReceipt> sendViaAsync(
            String topic, QueueMessage message, SendStrategy strategy) {
        return queues().sendViaAsync(topic, message, strategy);
    }

    @Override
    public <T> Consumer consume(ConsumerSpec spec, Type type, DeliveryListener<T> listener) {
        return new LateConsumer(node, node.register(standing(spec, type, listener)));
    }

    static <T> Standing<Consumer> standing(
            ConsumerSpec spec, Type type, DeliveryListener<T> listener) {
        return new Standing<>(
                "the consumer of queue " + spec.queue(),
                (client, id) ->
                        client.queues().consume(id.map(spec::id).orElse(spec), type, listener));
    }

    @Override
    public List<WaitingMessage> browse(String queue, int limit) {
        return queues().browse(queue, limit);
    }

    @Override
    public List<DeadLetter> deadLetters(String queue, int limit) {
        return queues().deadLetters(queue, limit);
    }

    @Override
    public Optional<DeadLetter> deadLetter(String queue, Ulid messageId) {
        return queues().deadLetter(queue, messageId);
    }

    @Override
    public int redrive(String queue, RedriveSpec spec) {
        return queues().redrive(queue, spec);
    }

    @Override
    public CompletionStage<Integer> redriveAsync(String queue, RedriveSpec spec) {
        return queues().redriveAsync(queue, spec);
    }

    @Override
    public long purgeDeadLetters(String queue) {
        return queues().purgeDeadLetters(queue);
    }
}
