package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.route.Lane;
import java.lang.System.Logger;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a queue of this node: it takes deliveries from the queue when its executor has a
 * thread for it, a batch at a time, and brings them to the listener one by one.
 *
 * <p>Nothing is taken before there is a thread, so an executor that refuses loses nothing.
 */
final class LocalConsumer implements Consumer, Runnable {

    /** What a consumer is at. */
    enum Stance {
        /** It has a thread, or will get one. */
        BUSY,
        /** It waits for something to take. */
        IDLE,
        /** It waits until some of its deliveries are settled. */
        STALLED,
        /** It waits for its executor to take a task again. */
        REFUSED
    }

    private static final Logger LOG = System.getLogger(LocalConsumer.class.getName());
    private static final int BATCH = 32;
    private static final int TURN = 1024;
    private static final int SAMPLED = 15;
    private static final int MOST_CREDIT = 1 << 20;

    final LiveQueue live;
    final Map<String, String> details;
    private final long attachedAt;
    private final String id;
    private final Receiver receiver;
    private final Identity identity;
    private final ConsumerSpec spec;
    private final ClientContext context;
    private final Completions completions;
    private final Type type;
    private final DeliveryListener<Object> listener;

    // Guarded by the queue's lock.
    final Line line;
    final ArrayDeque<LocalDelivery> urgent = new ArrayDeque<>(0);
    final Set<Entry.Directed> copies = new HashSet<>(0);
    final Group group;
    Stance stance = Stance.BUSY;
    int unsettled;
    volatile boolean gone;
    private int limit;

    // Of the one task that delivers.
    private final LocalDelivery[] batch = new LocalDelivery[BATCH];
    private final ReadAhead ahead;
    private int handed;
    private final Object quiet = new Object();
    private final Runnable waking = () -> hand(this);
    private @Nullable Thread runner;

    LocalConsumer(
            LiveQueue live,
            Group group,
            String id,
            ConsumerSpec spec,
            Client client,
            Type type,
            DeliveryListener<Object> listener) {
        this.live = live;
        this.group = group;
        this.id = id;
        this.receiver = new Receiver(spec.group().orElse(""), id);
        this.identity = spec.id().map(Identity::of).orElse(Identity.NONE);
        this.spec = spec;
        this.context = client.context();
        this.completions = client.completions();
        this.type = type;
        this.listener = listener;
        this.line = new Line(Stock.byPriority(live.settings()));
        this.attachedAt = live.hub().millis();
        this.limit = spec.prefetch() > 0 ? spec.prefetch() : live.hub().settings.prefetch();
        this.ahead = new ReadAhead(live.hub(), BATCH);
        this.details = Map.of("queue", live.name(), "consumer", id);
    }

    /**
     * For whom a consumer works.
     *
     * @param context on whose behalf
     * @param completions shows outcomes to it
     */
    record Client(ClientContext context, Completions completions) {}

    @Override
    public String id() {
        return id;
    }

    boolean isExclusive() {
        return spec.exclusive();
    }

    /** By what it is told from other consumers. */
    Receiver receiver() {
        return receiver;
    }

    /** Whether it may come back. */
    Identity identity() {
        return identity;
    }

    @Override
    public String queue() {
        return live.name();
    }

    @Override
    public void request(int deliveries) {
        if (deliveries < 1) {
            throw MpregRequestException.field("n", "it must be at least 1, was " + deliveries);
        }
        live.request(this, deliveries);
    }

    @Override
    public void close() {
        live.detach(this, false);
        awaitQuiet();
    }

    /** Ends it because its client is gone, or because another takes its place. */
    void lose() {
        live.detach(this, true);
        awaitQuiet();
    }

    /** How many more deliveries it may have; under the queue's lock. */
    int credit() {
        return limit - unsettled;
    }

    void allow(int more) {
        limit = (int) Math.min(MOST_CREDIT, (long) limit + more);
    }

    boolean hasRoomNow() {
        return urgent.size() < limit;
    }

    <T> CompletionStage<T> show(CompletableFuture<T> outcome) {
        return completions.show(outcome);
    }

    /** Gives the consumer a thread, soon; called without locks. */
    void wake() {
        live.hub().turns.wake(waking);
    }

    private boolean hand(Runnable turn) {
        try {
            context.callbacks().execute(turn);
            return true;
        } catch (RuntimeException e) {
            // Servers refuse in different ways.
            live.refused(this);
            return false;
        }
    }

    @Override
    public void run() {
        NextTurn next;
        do {
            if (!deliverSome()) {
                return;
            }
            next = new NextTurn(this);
        } while (hand(next) && next.cameBack());
    }

    /* False if there is nothing to deliver at present. */
    private boolean deliverSome() {
        for (int left = TURN; left > 0; ) {
            int count = live.take(this, batch);
            if (count == 0) {
                return false;
            }
            atWork(Thread.currentThread());
            try {
                ahead.read(batch, count);
                for (int i = 0; i < count; i++) {
                    LocalDelivery delivery = batch[i];
                    if (!delivery.settled && !gone) {
                        deliver(delivery);
                    }
                }
            } finally {
                ahead.done();
                atWork(null);
            }
            left -= count;
        }
        return true;
    }

    private void atWork(@Nullable Thread thread) {
        synchronized (quiet) {
            runner = thread;
            if (gone && thread == null) {
                quiet.notifyAll();
            }
        }
    }

    private void deliver(LocalDelivery delivery) {
        Content content;
        try {
            content = delivery.content();
        } catch (MpregException e) {
            LOG.log(Logger.Level.WARNING, "message " + delivery.messageId() + " is unreadable", e);
            live.settlements().unreadable(delivery, reason(e));
            return;
        }
        delivery.handedAt = live.hub().platform.clock().nanos();
        live.hub().trail.delivered(live.topics(), delivery, content);
        measure(delivery);
        try {
            delivery.body(body(content.payload()));
        } catch (RuntimeException e) {
            String code = e instanceof MpregException known ? known.code().id() : "";
            live.settlements()
                    .unreadable(
                            delivery,
                            (code.isEmpty() ? ErrorCode.CONVERSION.id() : code) + ": " + reason(e));
            return;
        }
        try {
            listener.onDelivery(delivery);
            if (spec.autoAck()) {
                live.settlements().acknowledge(delivery);
            }
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.log(Logger.Level.DEBUG, "consumer '" + id + "' refuses a message", e);
            live.settlements().refuse(delivery, io.mpreg.api.queue.Refusal.requeue(reason(e)));
        }
    }

    /** Tells the router now and then how long messages take that did not wait for this consumer. */
    private void measure(LocalDelivery delivery) {
        boolean sampled = (handed++ & SAMPLED) == 0;
        if (sampled && delivery.isFirst() && delivery.sentAt() >= attachedAt) {
            live.hub()
                    .router
                    .measured(Lane.QUEUE, Math.max(0, live.hub().millis() - delivery.sentAt()));
        }
    }

    private @Nullable Object body(Payload payload) {
        return type == Payload.class ? payload : context.codec().decode(payload, type);
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getName() : message;
    }

    private void awaitQuiet() {
        long end = live.hub().now() + live.hub().settings.quietTime().toMillis();
        boolean interrupted = false;
        synchronized (quiet) {
            while (runner != null && runner != Thread.currentThread()) {
                long left = end - live.hub().now();
                if (left <= 0) {
                    LOG.log(
                            Logger.Level.WARNING,
                            "the listener of consumer ''{0}'' is still at work after its end",
                            id);
                    break;
                }
                try {
                    quiet.wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A turn after a turn; an executor that runs tasks at once must not nest them. */
    private static final class NextTurn implements Runnable {
        private final LocalConsumer consumer;
        private final Thread from = Thread.currentThread();
        private boolean handed;
        private boolean back;

        NextTurn(LocalConsumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == from && !handed) {
                back = true;
            } else {
                consumer.run();
            }
        }

        /** Whether the executor ran this at once, so that everything is still to be done. */
        boolean cameBack() {
            handed = true;
            return back;
        }
    }
}
