package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.QueueSettings;
import java.lang.System.Logger;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * One queue at work: takes messages, hands them to consumers, and settles them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. One lock guards the {@link Stock}; it
 * is held for a few instructions at a time, and never while the store or foreign code runs.
 */
final class LiveQueue {

    private static final Logger LOG = System.getLogger(LiveQueue.class.getName());
    private static final Duration RETRY = Duration.ofMillis(250);

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
    private final Intake intake;
    private final Settlements settlements;
    private volatile boolean closed;

    LiveQueue(Hub hub, int number, String name, QueueSettings settings) {
        this.hub = hub;
        this.number = number;
        this.name = name;
        this.settings = settings;
        this.topics = new QueueTopics(name);
        this.groups = new Groups(Stock.byPriority(settings), settings.singleActive());
        this.stock = new Stock(hub, number, settings, groups, this::tick);
        this.bindings = new Bindings(hub.router, name);
        this.rate = new AcknowledgeRate(hub);
        this.intake = new Intake(this, stock.ledger);
        this.settlements = new Settlements(this);
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

    Intake intake() {
        return intake;
    }

    /** By what messages are known; its keys may be asked for without the lock. */
    Seen seen() {
        return stock.seen;
    }

    Settlements settlements() {
        return settlements;
    }

    AcknowledgeRate rate() {
        return rate;
    }

    /** Lets somebody look at, or change, the stock under the lock, and does what follows. */
    <T> T with(BiFunction<Stock, Aftermath, T> action) {
        return with(QueueStore.Progress.IGNORED, action);
    }

    /**
     * The same.
     *
     * @param progress learns when what follows is as safe as the queue says
     */
    <T> T with(QueueStore.Progress progress, BiFunction<Stock, Aftermath, T> action) {
        Aftermath after = new Aftermath(hub.trail);
        T result;
        lock.lock();
        try {
            result = action.apply(stock, after);
        } finally {
            lock.unlock();
        }
        carryOut(after, progress);
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

    /** Who gets a message that is sent now, one bit each. */
    long receivers() {
        return groups.mask();
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
                    groups.admit(group, spec.exclusive(), name);
                    LocalConsumer consumer =
                            new LocalConsumer(this, group, id, spec, client, type, listener);
                    group.consumers.add(consumer);
                    stock.addressing.arrived(consumer, after);
                    stock.directing.arrived(consumer, after);
                    after.wake(consumer);
                    return consumer;
                });
    }

    /**
     * Ends a consumer.
     *
     * @param lost whether it may come back, rather than having been closed
     */
    void detach(LocalConsumer consumer, boolean lost) {
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
                    s.addressing.departed(consumer, lost, after);
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
        Aftermath after = new Aftermath(hub.trail);
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
        return stock.ledger.messages.taken();
    }

    /** Gives up everything it holds, and returns what the store has of it. */
    long[] discard() {
        return with(
                (s, after) -> {
                    s.discarded = true;
                    Set<Long> refs = new HashSet<>();
                    Predicate<Entry> add = entry -> refs.add(entry.ref) || true;
                    Inspection.eachLine(s, line -> line.forEach(add));
                    s.homeless.forEach(add::test);
                    s.absent.forEach(add);
                    s.agenda.allDelayed().forEach(add::test);
                    s.dead.select(dead -> add.test(dead.entry()), Integer.MAX_VALUE);
                    return refs.stream().mapToLong(Long::longValue).toArray();
                });
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
        try {
            after.carryOut(hub.store, settings.durability(), progress);
            if (after.changed) {
                save();
            }
            // Told before the next delivery, which is its consequence.
            for (Aftermath.Setback setback : after.setbacks()) {
                report(setback);
            }
        } finally {
            after.wakeAll();
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
            hub.trail.returned(topics, delivery, content, setback.place());
            return;
        }
        String error = setback.error().get();
        boolean dead = setback.burial().isPresent();
        if (!dead) {
            hub.trail.requeued(topics, delivery, content, error, setback.place());
        }
        hub.trail.failed(topics, delivery, content, error);
        if (dead && settings.deadLetter()) {
            Burial burial = setback.burial().get();
            hub.trail.died(topics, delivery.messageId(), content, burial, setback.place());
        }
    }

    void checkOpen() {
        if (closed) {
            throw MpregRequestException.notFound("queue", name);
        }
    }
}
