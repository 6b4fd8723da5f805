package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
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
import io.mpreg.api.spi.RefusedStage;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends and consumes on behalf of one client; consumer ids belong to it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class LocalQueues implements QueueClient {

    private static final int TIDY_EVERY = 64;
    private static final int LONGEST_TEXT = 1_000;

    private final QueueEngine engine;
    private final Hub hub;
    private final TopicSending topicSending;
    private final ClientContext context;
    private final Completions completions;
    private final Map<String, LocalConsumer> consumers = new ConcurrentHashMap<>();

    LocalQueues(QueueEngine engine, Hub hub, TopicSending topicSending, ClientContext context) {
        this.engine = engine;
        this.hub = hub;
        this.topicSending = topicSending;
        this.context = context;
        this.completions = new Completions(context.callbacks(), hub.turns);
    }

    @Override
    public boolean create(QueueSpec spec) {
        admit(spec.name());
        return engine.create(spec);
    }

    @Override
    public boolean delete(String queue) {
        QueueNames.check(queue);
        admit(queue);
        return engine.delete(queue);
    }

    @Override
    public long purge(String queue) {
        return new Inspection(own(queue)).purge();
    }

    @Override
    public void pause(String queue) {
        own(queue).pause(true);
    }

    @Override
    public void resume(String queue) {
        own(queue).pause(false);
    }

    @Override
    public List<String> list() {
        return engine.names();
    }

    @Override
    public Optional<QueueInfo> info(String queue) {
        return Optional.ofNullable(engine.find(queue)).map(found -> new Inspection(found).info());
    }

    @Override
    public void bind(QueueBinding binding) {
        LiveQueue queue = own(binding.queue());
        queue.bindings().bind(binding);
        queue.save();
    }

    @Override
    public int unbind(String queue, List<String> patterns) {
        LiveQueue bound = own(queue);
        int removed = bound.bindings().unbind(patterns.stream().map(TopicPattern::of).toList());
        if (removed > 0) {
            bound.save();
        }
        return removed;
    }

    @Override
    public SendReceipt send(String queue, QueueMessage message) {
        admit(queue);
        RefusedStage<SendReceipt> refused = refusal(queue, message);
        if (refused != null) {
            throw Outcomes.shown(refused.refusal());
        }
        CompletableFuture<SendReceipt> outcome;
        try {
            outcome = begin(queue, message, Intake::sendAndDrive);
        } catch (MpregLimitException e) {
            throw Outcomes.shown(e);
        }
        return Outcomes.await(outcome);
    }

    @Override
    public CompletionStage<SendReceipt> sendAsync(String queue, QueueMessage message) {
        try {
            admit(queue);
            RefusedStage<SendReceipt> refused = refusal(queue, message);
            if (refused != null) {
                return refused;
            }
            return completions.show(begin(queue, message, Intake::send));
        } catch (MpregException e) {
            return new RefusedStage<>(e);
        }
    }

    @Override
    public RoutedReceipt sendVia(String topic, QueueMessage message, SendStrategy strategy) {
        CompletableFuture<RoutedReceipt> outcome = route(topic, message, strategy);
        if (!outcome.isDone()) {
            hub.store.drive();
        }
        return Outcomes.await(outcome);
    }

    @Override
    public CompletionStage<RoutedReceipt> sendViaAsync(
            String topic, QueueMessage message, SendStrategy strategy) {
        try {
            return completions.show(route(topic, message, strategy));
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> Consumer consume(ConsumerSpec spec, Type type, DeliveryListener<T> listener) {
        if (spec.prefetch() < 0) {
            throw MpregRequestException.field(
                    "prefetch", "it must not be negative, was " + spec.prefetch());
        }
        text("consumer", spec.id().orElse("-"));
        spec.group().filter(name -> !name.isEmpty()).ifPresent(name -> text("group", name));
        LiveQueue queue = own(spec.queue());
        String id = spec.id().orElseGet(() -> hub.ulids.next().toString());
        end(consumers.remove(id));
        @SuppressWarnings({"unchecked", "rawtypes"}) // the codec makes what the type says
        DeliveryListener<Object> any = (DeliveryListener) listener;
        LocalConsumer consumer =
                queue.attach(spec, id, new LocalConsumer.Client(context, completions), type, any);
        end(consumers.put(id, consumer));
        if (consumers.size() % TIDY_EVERY == 0) {
            consumers.values().removeIf(one -> one.gone);
        }
        return consumer;
    }

    @Override
    public List<WaitingMessage> browse(String queue, int limit) {
        return new Inspection(engine.get(queue)).browse(atLeastOne(limit));
    }

    @Override
    public List<DeadLetter> deadLetters(String queue, int limit) {
        return new Graveyard(engine, engine.get(queue)).list(atLeastOne(limit));
    }

    @Override
    public Optional<DeadLetter> deadLetter(String queue, Ulid messageId) {
        return new Graveyard(engine, engine.get(queue)).find(messageId);
    }

    @Override
    public int redrive(String queue, RedriveSpec spec) {
        Redriving redriving = redriving(queue, spec);
        return Outcomes.await(redriving.begin(), redriving.longestMs());
    }

    @Override
    public CompletionStage<Integer> redriveAsync(String queue, RedriveSpec spec) {
        try {
            return completions.show(redriving(queue, spec).begin());
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Redriving redriving(String queue, RedriveSpec spec) {
        spec.to().ifPresent(this::admit);
        return new Graveyard(engine, own(queue)).redrive(spec);
    }

    @Override
    public long purgeDeadLetters(String queue) {
        return new Graveyard(engine, own(queue)).purge();
    }

    private void admit(String queue) {
        context.gate().admitQueue(context.caller(), queue);
    }

    /** The queue of that name, which this client may change and consume from. */
    private LiveQueue own(String queue) {
        admit(queue);
        return engine.get(queue);
    }

    private @Nullable RefusedStage<SendReceipt> refusal(String name, QueueMessage message) {
        LiveQueue known = engine.find(name);
        return known == null ? null : known.intake().refusal(message.guarantee());
    }

    /* What is admitted, and not refused at once. */
    private CompletableFuture<SendReceipt> begin(
            String name,
            QueueMessage message,
            BiFunction<Intake, StoredMessage, CompletableFuture<SendReceipt>> sending) {
        DeliveryTerms terms = terms(message);
        Content content = content(message.topic(), message);
        LiveQueue queue = engine.getOrMake(name);
        return sending.apply(queue.intake(), stamped(queue, id(message), content, terms));
    }

    private CompletableFuture<RoutedReceipt> route(
            String topic, QueueMessage message, SendStrategy strategy) {
        DeliveryTerms terms = terms(message);
        Content content = content(Optional.of(topic), message);
        Ulid id = id(message);
        return topicSending.send(
                TopicName.of(topic),
                strategy,
                content,
                id,
                queue -> queue.intake().send(stamped(queue, id, content, terms)));
    }

    private Ulid id(QueueMessage message) {
        return message.messageId().orElseGet(hub.ulids::next);
    }

    private StoredMessage stamped(LiveQueue queue, Ulid id, Content content, DeliveryTerms terms) {
        long now = hub.millis();
        DeliveryTerms timed = terms.in(queue.settings(), now);
        StoredHead head = new StoredHead(queue.number(), id, now, timed, queue.receivers());
        return new StoredMessage(head, content);
    }

    private DeliveryTerms terms(QueueMessage message) {
        if (message.requiredAcks() < 1) {
            throw MpregRequestException.field(
                    "requiredAcks", "it must be at least 1, was " + message.requiredAcks());
        }
        message.dedupeId().ifPresent(id -> text("dedupeId", id));
        message.orderingKey().ifPresent(key -> text("orderingKey", key));
        QueueNames.notNegative("delayMs", message.delay());
        boolean waits = !message.delay().isZero() || message.deliverAt().isPresent();
        if (message.guarantee() == Guarantee.FIRE_AND_FORGET && waits) {
            throw MpregRequestException.field(
                    "delayMs", "a message that is for those who are there now cannot wait");
        }
        boolean timed = waits || message.timeToLive().isPresent();
        long now = timed ? hub.millis() : 0;
        long due = message.delay().isZero() ? 0 : now + message.delay().toMillis();
        // One in the past is for at once, also where the queue has a delay.
        long notBefore =
                message.deliverAt().map(time -> Math.max(now, time.toEpochMilli())).orElse(0L);
        return new DeliveryTerms(
                        message.guarantee(),
                        message.priority(),
                        Math.max(due, notBefore),
                        message.timeToLive()
                                .map(life -> now + QueueNames.positive("ttlMs", life).toMillis())
                                .orElse(DeliveryTerms.NEVER),
                        message.orderingKey(),
                        message.dedupeId(),
                        message.requiredAcks())
                .canonical();
    }

    private Content content(Optional<String> topic, QueueMessage message) {
        if (topic.isPresent()) {
            context.gate().admitPublish(context.caller(), TopicName.of(topic.get()));
        }
        return new Content(topic, message.headers(), context.encode(message.payload()));
    }

    private static void text(String field, String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw MpregRequestException.field(
                    field,
                    "it must have 1 to " + LONGEST_TEXT + " characters, has " + text.length());
        }
    }

    private static int atLeastOne(int limit) {
        if (limit < 1) {
            throw MpregRequestException.field("limit", "it must be at least 1, was " + limit);
        }
        return limit;
    }

    private static void end(@Nullable LocalConsumer consumer) {
        if (consumer != null) {
            consumer.lose();
        }
    }
}
