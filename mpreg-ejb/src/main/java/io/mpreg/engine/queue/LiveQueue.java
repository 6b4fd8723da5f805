package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.Refusal;
import io.mpreg.api.queue.SendReceipt;
import java.lang.System.Logger;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One queue at work: takes messages, hands them to consumers, and settles them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. One lock guards the {@link Stock}; it
 * is held for a few instructions at a time, and never while the store or foreign code runs.
 */
final class LiveQueue {

    private static final Logger LOG = System.getLogger(LiveQueue.class.getName());
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final long RETRY_AFTER_MS = 1_000;

    private final Hub hub;
    private final int number;
    private final String name;
    private final QueueSettings settings;
    private final QueueTopics topics;
    private final Groups groups;
    private final Stock stock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Bindings bindings;
    private final ReentrantLock saving = new ReentrantLock();
    private final AcknowledgeRate rate;
    private volatile boolean closed;

    LiveQueue(Hub hub, int number, String name, QueueSettings settings) {
        this.hub = hub;
        this.number = number;
        this.name = name;
        this.settings = settings;
        this.topics = new QueueTopics(name);
        this.groups = new Groups(Stock.byPriority(settings), settings.singleActive());
        this.stock = new Stock(hub, settings, groups, this::tick);
        this.bindings = new Bindings(hub.router, name);
        this.rate = new AcknowledgeRate(hub);
    }

    Hub hub() {
        return hub;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    QueueSettings settings() {
        return settings;
    }

    QueueTopics topics() {
        return topics;
    }

    Bindings bindings() {
        return bindings;
    }

    AcknowledgeRate rate() {
        return rate;
    }

    /** Lets somebody look at, or change, the stock under the lock, and does what follows. */
    <T> T with(BiFunction<Stock, Aftermath, T> action) {
        Aftermath after = new Aftermath();
        T result;
        lock.lock();
        try {
            result = action.apply(stock, after);
        } finally {
            lock.unlock();
        }
        carryOut(after, QueueStore.Progress.IGNORED);
        return result;
    }

    /** Begins as a new queue. */
    void begin() {
        groups.add(0, null, hub.now());
        save();
    }

    /** Stores the queue as it is now. */
    void save() {
        saving.lock();
        try {
            StoredQueue now;
            lock.lock();
            try {
                now =
                        new StoredQueue(
                                number,
                                name,
                                settings,
                                stock.paused,
                                groups.stored(),
                                bindings.all());
            } finally {
                lock.unlock();
            }
            if (!closed) {
                hub.store.save(now);
            }
        } finally {
            saving.unlock();
        }
    }

    /** Sends a message. */
    CompletableFuture<SendReceipt> send(StoredMessage message) {
        return send(message, key(message), null);
    }

    /**
     * Sends a message that was in a queue before, so that it is no duplicate.
     *
     * @param between done when the message is stored and nobody has seen it yet; must not wait
     */
    CompletableFuture<SendReceipt> resend(StoredMessage message, Runnable between) {
        return send(message, null, between);
    }

    private CompletableFuture<SendReceipt> send(
            StoredMessage message, @Nullable Object key, @Nullable Runnable between) {
        checkOpen();
        StoredHead head = message.head();
        if (head.terms().guarantee() == Guarantee.FIRE_AND_FORGET) {
            return fire(message);
        }
        Sending sending = new Sending(this, message, message.content().size(), key, between);
        if (key != null) {
            Sending.First first = claim(key, sending);
            if (first != null) {
                return first.outcome().thenApply(sent -> duplicate(message, first));
            }
        }
        try {
            takeRoom(sending.size);
        } catch (MpregException e) {
            unclaim(sending);
            throw e;
        }
        try {
            hub.store.put(message, settings.durability(), sending);
        } catch (MpregException e) {
            abandon(sending);
            throw e;
        }
        return sending.outcome;
    }

    /** Who gets a message that is sent now, one bit each. */
    long receivers() {
        return groups.mask();
    }

    /** A message is as safe as the queue says: it can be delivered now. */
    void show(Sending sending, long ref) {
        hub.trail.enqueued(topics, sending.message);
        Aftermath after = new Aftermath();
        lock.lock();
        try {
            stock.counts.sent++;
            stock.accept(
                    ref,
                    sending.message.head(),
                    sending.size,
                    sending.message.content(),
                    CopyStates.FRESH,
                    after);
        } finally {
            lock.unlock();
        }
        carryOut(after, QueueStore.Progress.IGNORED);
    }

    /** A message was not taken after all. */
    void abandon(Sending sending) {
        stock.messages.give(1);
        stock.bytes.give(sending.size);
        unclaim(sending);
    }

    Content read(long ref) {
        return hub.store.read(ref);
    }

    LocalConsumer attach(
            ConsumerSpec spec,
            String id,
            LocalConsumer.Client client,
            Type type,
            DeliveryListener<Object> listener) {
        checkOpen();
        String groupName = spec.group().orElse("");
        // The group is stored before it gets anything.
        with((s, after) -> groups.join(groupName, name, hub.now(), after));
        return with(
                (s, after) -> {
                    Group group = groups.join(groupName, name, hub.now(), after);
                    LocalConsumer consumer =
                            new LocalConsumer(this, group, id, spec, client, type, listener);
                    group.consumers.add(consumer);
                    stock.arrived(consumer, after);
                    after.wake(consumer);
                    return consumer;
                });
    }

    void detach(LocalConsumer consumer) {
        with(
                (s, after) -> {
                    if (consumer.gone) {
                        return false;
                    }
                    consumer.gone = true;
                    Group group = consumer.group;
                    boolean first = group.consumers.indexOf(consumer) == 0;
                    group.consumers.remove(consumer);
                    group.idle.remove(consumer);
                    for (LocalDelivery d : s.timeouts.select(d -> d.consumer == consumer)) {
                        s.close(d, after);
                        s.returned(d, after);
                    }
                    s.counts.dropped += consumer.urgent.size();
                    consumer.urgent.clear();
                    s.departed(consumer, after);
                    if (group.consumers.isEmpty()) {
                        group.emptySince = hub.now();
                        s.alarm.by(groups.nextEnd(hub.settings.groupTime().toMillis()));
                    } else if (first && settings.singleActive()) {
                        groups.wake(group.consumers.get(0), after);
                    }
                    s.wakeAll(after);
                    return true;
                });
    }

    void request(LocalConsumer consumer, int more) {
        with(
                (s, after) -> {
                    consumer.allow(more);
                    groups.credited(consumer, s.paused, after);
                    return true;
                });
    }

    int take(LocalConsumer consumer, LocalDelivery[] into) {
        Aftermath after = new Aftermath();
        int count;
        lock.lock();
        try {
            count = stock.take(consumer, into, after);
        } finally {
            lock.unlock();
        }
        carryOut(after, QueueStore.Progress.IGNORED);
        return count;
    }

    /** A consumer's executor takes no tasks at present: others have to do its work. */
    void refused(LocalConsumer consumer) {
        with(
                (s, after) -> {
                    consumer.stance = LocalConsumer.Stance.REFUSED;
                    s.wakeAll(after);
                    return true;
                });
        hub.platform.timers().schedule(RETRY, () -> retry(consumer));
    }

    private void retry(LocalConsumer consumer) {
        with(
                (s, after) -> {
                    if (!consumer.gone && consumer.stance == LocalConsumer.Stance.REFUSED) {
                        consumer.stance = LocalConsumer.Stance.BUSY;
                        after.wake(consumer);
                    }
                    return true;
                });
    }

    CompletableFuture<Boolean> acknowledge(LocalDelivery delivery) {
        Aftermath after = new Aftermath();
        lock.lock();
        try {
            if (!delivery.isSettleable() || !stock.close(delivery, after)) {
                return CompletableFuture.completedFuture(false);
            }
            stock.acknowledged(delivery, after);
            rate.count();
        } finally {
            lock.unlock();
        }
        Settling settling = new Settling();
        carryOut(after, settling);
        if (delivery.isLoaded()) {
            hub.trail.acknowledged(topics, delivery, delivery.content());
        }
        return settling.outcome;
    }

    CompletableFuture<Boolean> refuse(LocalDelivery delivery, Refusal refusal) {
        String error = refusal.reason();
        boolean last = refusal.action() == Refusal.Action.DEAD_LETTER;
        long wait =
                refusal.action() == Refusal.Action.DELAY
                        ? Math.max(0, refusal.delay().toMillis())
                        : -1;
        String why = last ? error.isEmpty() ? "refused" : error : stock.exhausted(error);
        return fail(delivery, error, wait, last, why);
    }

    /** A message cannot be read by its consumer: it would fail every time. */
    void unreadable(LocalDelivery delivery, String error) {
        fail(delivery, error, -1, true, "not readable: " + error);
    }

    private CompletableFuture<Boolean> fail(
            LocalDelivery delivery, String error, long wait, boolean last, String why) {
        Aftermath after = new Aftermath();
        lock.lock();
        try {
            if (!delivery.isSettleable() || !stock.close(delivery, after)) {
                return CompletableFuture.completedFuture(false);
            }
            stock.failed(delivery, error, wait, last, why, after);
        } finally {
            lock.unlock();
        }
        Settling settling = new Settling();
        carryOut(after, settling);
        return settling.outcome;
    }

    CompletableFuture<Boolean> extend(LocalDelivery delivery, Duration time) {
        if (time.isNegative()) {
            throw MpregRequestException.field("ms", "it must not be negative, was " + time);
        }
        return CompletableFuture.completedFuture(
                with(
                        (s, after) -> {
                            if (!delivery.isSettleable() || delivery.settled) {
                                return false;
                            }
                            long until = hub.now() + time.toMillis();
                            s.timeouts.extend(delivery, until);
                            s.alarm.by(until);
                            return true;
                        }));
    }

    void pause(boolean paused) {
        with(
                (s, after) -> {
                    s.paused = paused;
                    s.wakeAll(after);
                    return true;
                });
        save();
    }

    /** Ends deliveries and sending; what is held stays in the store. */
    void close() {
        closed = true;
        with(
                (s, after) -> {
                    s.paused = true;
                    s.alarm.off();
                    return true;
                });
        bindings.clear();
    }

    boolean isClosed() {
        return closed;
    }

    /** Everyone who consumes at present. */
    List<LocalConsumer> consumers() {
        return with(
                (s, after) -> groups.all().stream().flatMap(g -> g.consumers.stream()).toList());
    }

    /** How many messages wait or are in flight. */
    long load() {
        return stock.messages.taken();
    }

    /** Gives up everything it holds, and returns what the store has of it. */
    long[] discard() {
        return with(
                (s, after) -> {
                    Set<Long> refs = new HashSet<>();
                    Predicate<Entry> add = entry -> refs.add(entry.ref) || true;
                    Inspection.eachLine(s, line -> line.forEach(add));
                    s.homeless.forEach(add::test);
                    s.agenda.allDelayed().forEach(add::test);
                    s.dead.select(dead -> add.test(dead.entry()), Integer.MAX_VALUE);
                    return refs.stream().mapToLong(Long::longValue).toArray();
                });
    }

    /** Makes a dead letter of a message that never was in a queue. */
    CompletableFuture<Boolean> bury(Ulid id, Content content, String reason) {
        long now = hub.millis();
        StoredHead head = new StoredHead(number, id, now, DeliveryTerms.PLAIN, 1);
        Burial burial = new Burial(reason, 0, "", now);
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        hub.store.put(
                new StoredMessage(head, content),
                settings.durability(),
                new QueueStore.Progress() {
                    @Override
                    public void reached(long ref, Durability level) {
                        with(
                                (s, after) -> {
                                    Entry entry = new Entry(ref, head, content.size(), 0);
                                    s.counts.deadLettered++;
                                    after.bury(entry, burial);
                                    s.remember(entry, burial, after);
                                    return true;
                                });
                        hub.trail.died(topics, id, content, burial);
                        outcome.complete(true);
                    }

                    @Override
                    public void failed(MpregException failure) {
                        outcome.completeExceptionally(failure);
                    }
                });
        return outcome;
    }

    private void tick() {
        if (!closed) {
            with(
                    (s, after) -> {
                        s.tick(after);
                        return true;
                    });
        }
    }

    private void carryOut(Aftermath after, QueueStore.Progress progress) {
        after.carryOut(hub.store, settings.durability(), progress);
        if (after.changed) {
            save();
        }
        for (Aftermath.Setback setback : after.setbacks()) {
            report(setback);
        }
    }

    private void report(Aftermath.Setback setback) {
        LocalDelivery delivery = setback.delivery();
        Content content;
        try {
            content = delivery.content();
        } catch (MpregException e) {
            LOG.log(Logger.Level.DEBUG, "nothing is told of a message that is unreadable", e);
            return;
        }
        if (setback.error().isEmpty()) {
            hub.trail.returned(topics, delivery, content);
            return;
        }
        boolean dead = setback.burial().isPresent();
        hub.trail.failed(topics, delivery, content, setback.error().get(), !dead);
        if (dead && settings.deadLetter()) {
            hub.trail.died(topics, delivery.messageId(), content, setback.burial().get());
        }
    }

    private CompletableFuture<SendReceipt> fire(StoredMessage message) {
        hub.trail.enqueued(topics, message);
        with(
                (s, after) -> {
                    s.counts.sent++;
                    boolean reached = false;
                    for (Group group : groups.all()) {
                        LocalConsumer consumer = s.paused ? null : group.nextWithRoom();
                        if (consumer != null) {
                            consumer.urgent.addLast(
                                    new LocalDelivery(consumer, s.nextDelivery(), message));
                            groups.wake(consumer, after);
                            groups.rouse(consumer, after);
                            reached = true;
                        }
                    }
                    s.counts.dropped += reached ? 0 : 1;
                    return reached;
                });
        return CompletableFuture.completedFuture(
                new SendReceipt(
                        message.head().id(), Trail.correlation(message), false, Durability.MEMORY));
    }

    private Sending.@Nullable First claim(Object key, Sending sending) {
        return with((s, after) -> {
                    Sending.First known = s.seen.find(key, hub.now());
                    if (known != null) {
                        return Optional.of(known);
                    }
                    if (key instanceof Ulid) {
                        s.seen.pin(key, sending.first());
                    } else {
                        s.seen.add(key, sending.first(), hub.now());
                    }
                    return Optional.<Sending.First>empty();
                })
                .orElse(null);
    }

    private void unclaim(Sending sending) {
        if (sending.key != null) {
            with(
                    (s, after) -> {
                        s.seen.remove(sending.key, sending.first());
                        return true;
                    });
        }
    }

    private @Nullable Object key(StoredMessage message) {
        DeliveryTerms terms = message.head().terms();
        return key(settings.dedupe(), terms, message.head().id(), message.content());
    }

    static @Nullable Object key(Dedupe dedupe, DeliveryTerms terms, Ulid id, Content content) {
        if (dedupe == Dedupe.FINGERPRINT) {
            return Fingerprint.of(content);
        }
        if (dedupe == Dedupe.ID) {
            return terms.dedupeId().orElseGet(id::toString);
        }
        return terms.guarantee() == Guarantee.EXACTLY_ONCE ? id : null;
    }

    private static SendReceipt duplicate(StoredMessage message, Sending.First first) {
        Durability reached = first.outcome().join().durability();
        return new SendReceipt(first.id(), Trail.correlation(message), true, reached);
    }

    private void takeRoom(int size) {
        if (!stock.messages.take(1)) {
            throw full("messages", settings.maxDepth());
        }
        if (!stock.bytes.take(size)) {
            stock.messages.give(1);
            throw full("bytes", stock.bytes.most());
        }
    }

    private MpregException full(String what, long limit) {
        return MpregException.of(
                ErrorCode.LIMIT_REACHED,
                "queue '" + name + "' is at its capacity of " + limit + " " + what,
                Map.of("queue", name, "limit", limit, "retryAfterMs", RETRY_AFTER_MS));
    }

    private void checkOpen() {
        if (closed) {
            throw MpregRequestException.notFound("queue", name);
        }
    }

    /** Learns whether a settlement is as safe as the queue says. */
    private static final class Settling implements QueueStore.Progress {
        final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        @Override
        public void reached(long ref, Durability level) {
            outcome.complete(true);
        }

        @Override
        public void failed(MpregException reason) {
            outcome.completeExceptionally(reason);
        }
    }
}
