package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.Durability;
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
import io.mpreg.api.spi.RefusedStage;
import io.mpreg.wire.Fields;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.QueueForm;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Queues over a connection. */
final class RemoteQueues implements QueueClient {

    private static final Duration SLOW = Duration.ofDays(1);

    private final Connection connection;
    private final ValueCodec codec;
    private final Ids ids;
    private final Restraint restraint;
    private final Map<String, LiveConsumer<?>> live = new ConcurrentHashMap<>();

    RemoteQueues(Connection connection, ValueCodec codec, Ids ids) {
        this.restraint = new Restraint(connection.threads());
        this.connection = connection;
        this.codec = codec;
        this.ids = ids;
    }

    private Fields ask(Request request) {
        return Failures.await(connection.request(request));
    }

    private static Request on(String op, String queue) {
        return Request.op(op).with("queue", queue);
    }

    @Override
    public boolean create(QueueSpec spec) {
        Request request =
                on("queue.create", spec.name())
                        .with("type", spec.type().name())
                        .millis("ackTimeoutMs", spec.ackTimeout())
                        .millis("ttlMs", spec.timeToLive())
                        .millis("backoffMs", spec.backoff())
                        .with("dedupe", spec.duplicates())
                        .millis("dedupeWindowMs", spec.dedupeWindow())
                        .with("durability", spec.durability())
                        .with("singleActive", spec.singleActive())
                        .millis("delayMs", spec.delay());
        spec.keepsDead().ifPresent(kept -> request.with("deadLetter", kept));
        spec.maxDepth().ifPresent(depth -> request.with("maxDepth", depth));
        spec.maxRetries().ifPresent(times -> request.with("maxRetries", times));
        return ask(request).flag("created");
    }

    @Override
    public boolean delete(String queue) {
        return ask(on("queue.delete", queue)).flag("deleted");
    }

    @Override
    public long purge(String queue) {
        return ask(on("queue.purge", queue)).whole("purged");
    }

    @Override
    public void pause(String queue) {
        ask(on("queue.pause", queue));
    }

    @Override
    public void resume(String queue) {
        ask(on("queue.resume", queue));
    }

    @Override
    public List<String> list() {
        return ask(Request.op("queue.list")).texts("queues");
    }

    @Override
    public Optional<QueueInfo> info(String queue) {
        try {
            return Optional.of(QueueFrames.info(ask(on("queue.info", queue))));
        } catch (MpregException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void bind(QueueBinding binding) {
        ask(
                on("queue.bind", binding.queue())
                        .with("patterns", binding.patterns())
                        .with("priority", binding.priority())
                        .with("weight", binding.weight())
                        .with("enabled", binding.enabled()));
    }

    @Override
    public int unbind(String queue, List<String> patterns) {
        return ask(on("queue.unbind", queue).unlessEmpty("patterns", patterns)).integer("removed");
    }

    @Override
    public SendReceipt send(String queue, QueueMessage message) {
        RefusedStage<SendReceipt> refusal = restraint.refusal(queue);
        if (refusal != null) {
            throw Failures.shown(refusal.refusal());
        }
        SendReceipt receipt = sent(ask(sending(queue, message)));
        restraint.taken(queue);
        return receipt;
    }

    @Override
    public CompletionStage<SendReceipt> sendAsync(String queue, QueueMessage message) {
        if (restraint.isIdle()) {
            return connection.ask(sending(queue, message), RemoteQueues::sent);
        }
        RefusedStage<SendReceipt> refusal = restraint.refusal(queue);
        if (refusal != null) {
            return refusal;
        }
        return connection.ask(
                sending(queue, message),
                reply -> {
                    restraint.taken(queue);
                    return sent(reply);
                });
    }

    private Request sending(String queue, QueueMessage message) {
        Request request =
                Request.op("queue.send").whenRefused(failure -> restraint.refused(queue, failure));
        if (!QueueForm.fits(message)) {
            return message(request.with("queue", queue), message);
        }
        Payload payload = codec.encode(message.payload());
        QueueForm.Addressed addressed = new QueueForm.Addressed(queue, message, payload);
        return request.compact(
                (out, id) -> QueueForm.send(out, id, addressed),
                () -> message(request.with("queue", queue), message, payload));
    }

    private static SendReceipt sent(Fields reply) {
        SendReceipt compact = Compacted.value(reply, SendReceipt.class);
        if (compact != null) {
            return compact;
        }
        return new SendReceipt(
                reply.ulid("messageId"),
                reply.text("correlationId", ""),
                reply.flag("duplicate"),
                reply.choice("durability", Durability.class, Durability.MEMORY));
    }

    @Override
    public RoutedReceipt sendVia(String topic, QueueMessage message, SendStrategy strategy) {
        return routed(ask(via(topic, message, strategy)), strategy);
    }

    @Override
    public CompletionStage<RoutedReceipt> sendViaAsync(
            String topic, QueueMessage message, SendStrategy strategy) {
        return connection
                .request(via(topic, message, strategy))
                .thenApplyAsync(reply -> routed(reply, strategy), connection.threads().callbacks());
    }

    private Request via(String topic, QueueMessage message, SendStrategy strategy) {
        return message(Request.op("queue.sendVia"), message)
                .with("topic", topic)
                .with("strategy", strategy.name());
    }

    private static RoutedReceipt routed(Fields reply, SendStrategy strategy) {
        return new RoutedReceipt(
                reply.ulid("messageId"),
                reply.text("correlationId", ""),
                reply.texts("queues"),
                reply.texts("matchedPatterns"),
                reply.choice("strategy", SendStrategy.class, strategy));
    }

    private Request message(Request request, QueueMessage message) {
        return message(request, message, codec.encode(message.payload()));
    }

    private static Request message(Request request, QueueMessage message, Payload payload) {
        return request.with("payload", Payloads.toFrame(payload))
                .with("topic", message.topic())
                .unlessEmpty("headers", message.headers().values())
                .with("correlationId", message.headers().correlationId())
                .with("messageId", message.messageId())
                .with("guarantee", message.guarantee().name())
                .with("priority", message.priority())
                .millis("delayMs", message.delay())
                .with("deliverAt", message.deliverAt().map(Instant::toString))
                .millis("ttlMs", message.timeToLive())
                .with("dedupeId", message.dedupeId())
                .with("orderingKey", message.orderingKey())
                .with("requiredAcks", message.requiredAcks());
    }

    @Override
    public <T> Consumer consume(ConsumerSpec spec, Type type, DeliveryListener<T> listener) {
        String id = ids.unique(spec.id(), "k");
        LiveConsumer<T> made =
                new LiveConsumer<>(
                        id,
                        spec,
                        new QueueListener<>(codec, type, listener),
                        connection,
                        live::remove);
        LiveConsumer<?> before = live.put(id, made);
        try {
            Failures.await(connection.request(made.request()));
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

    /** The client ends: what was settled and waits for more goes to the node now. */
    void closing() {
        live.values().forEach(LiveConsumer::flush);
    }

    void delivery(QueueForm.Pushed push) {
        LiveConsumer<?> consumer = live.get(push.consumer());
        if (consumer != null) {
            consumer.delivery(push);
        }
    }

    @Override
    public List<WaitingMessage> browse(String queue, int limit) {
        return ask(on("queue.browse", queue).with("limit", limit)).objects("messages").stream()
                .map(QueueFrames::waiting)
                .toList();
    }

    @Override
    public List<DeadLetter> deadLetters(String queue, int limit) {
        return ask(on("queue.dlq.list", queue).with("limit", limit)).objects("messages").stream()
                .map(letter -> QueueFrames.dead(queue, letter))
                .toList();
    }

    @Override
    public Optional<DeadLetter> deadLetter(String queue, Ulid messageId) {
        return ask(
                        on("queue.dlq.list", queue)
                                .with("messageIds", List.of(messageId.toString()))
                                .with("limit", 1))
                .objects("messages")
                .stream()
                .map(letter -> QueueFrames.dead(queue, letter))
                .findFirst();
    }

    @Override
    public int redrive(String queue, RedriveSpec spec) {
        return Failures.await(redriving(queue, spec)).integer("redriven");
    }

    @Override
    public CompletionStage<Integer> redriveAsync(String queue, RedriveSpec spec) {
        return redriving(queue, spec)
                .thenApplyAsync(
                        reply -> reply.integer("redriven"), connection.threads().callbacks());
    }

    private CompletionStage<Fields> redriving(String queue, RedriveSpec spec) {
        Request request =
                on("queue.dlq.redrive", queue)
                        .unlessEmpty(
                                "messageIds",
                                spec.messageIds().stream().map(Ulid::toString).toList())
                        .with("to", spec.to());
        Map<String, Object> filter = new HashMap<>();
        spec.reason().ifPresent(reason -> filter.put("reason", reason));
        spec.topic().ifPresent(pattern -> filter.put("topic", pattern));
        if (!spec.headers().isEmpty()) {
            filter.put("headers", spec.headers());
        }
        request.unlessEmpty("filter", filter);
        if (spec.ratePerSecond().isEmpty()) {
            return connection.request(request);
        }
        // It takes as long as the rate says, which is known to the node only.
        return connection.request(
                request.with("ratePerSecond", spec.ratePerSecond().getAsDouble()), SLOW);
    }

    @Override
    public long purgeDeadLetters(String queue) {
        return ask(on("queue.dlq.purge", queue)).whole("purged");
    }
}
