package io.mpreg.engine.session;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.engine.queue.Departures;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.json.JsonWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a session, with its deliveries that the client has not settled. Its prefetch
 * bounds how many these are.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Intake implements DeliveryListener<Payload> {

    private static final Logger LOG = System.getLogger(Intake.class.getName());

    /** How many deliveries are remembered, as a multiple of those that the client may hold. */
    private static final int REMEMBERED = 4;

    private static final int UNKNOWN_PREFETCH = 1024;

    private final Session session;
    private final String id;
    private final boolean autoAck;
    private final Map<String, Intake> index;
    private volatile boolean live = true;

    // Guarded by this.
    private @Nullable Consumer consumer;
    private @Nullable ArrayDeque<Push> held = new ArrayDeque<>(2);
    private final Map<String, Delivery<Payload>> unsettled = new LinkedHashMap<>();
    private long prefetch = UNKNOWN_PREFETCH;

    /**
     * @param index who has a delivery, by its id
     */
    Intake(Session session, String id, boolean autoAck, Map<String, Intake> index) {
        this.session = session;
        this.id = id;
        this.autoAck = autoAck;
        this.index = index;
    }

    void takes(Consumer made, int most) {
        synchronized (this) {
            consumer = made;
            prefetch = most > 0 ? most : prefetch;
        }
    }

    /** Lets the deliveries go out; the client knows about the consumer. */
    void open() {
        synchronized (this) {
            // Those that come meanwhile go out behind these.
            Push push;
            while (held != null && (push = held.pollFirst()) != null) {
                session.send(push, false);
            }
            held = null;
        }
    }

    void allow(int deliveries) {
        Consumer to;
        synchronized (this) {
            prefetch += deliveries;
            to = consumer;
        }
        if (to != null) {
            to.request(deliveries);
        }
    }

    @Override
    public void onDelivery(Delivery<Payload> delivery) {
        String handle = delivery.id();
        Push push = new Push(this, delivery, handle);
        String forgotten = null;
        synchronized (this) {
            if (!live) {
                return;
            }
            if (!autoAck) {
                unsettled.put(handle, delivery);
                index.put(handle, this);
                if (unsettled.size() > prefetch * REMEMBERED) {
                    forgotten = unsettled.keySet().iterator().next();
                    unsettled.remove(forgotten);
                }
            }
            if (held != null) {
                held.add(push);
                return;
            }
        }
        if (forgotten != null) {
            index.remove(forgotten);
        }
        session.send(push, false);
    }

    synchronized @Nullable Delivery<Payload> find(String delivery) {
        return unsettled.get(delivery);
    }

    synchronized @Nullable Delivery<Payload> take(String delivery) {
        return unsettled.remove(delivery);
    }

    /** The client wants no more. */
    void close() {
        end(Consumer::close);
    }

    /** The client is gone, or another takes this one's place. */
    void lose() {
        end(Departures::lost);
    }

    private void end(java.util.function.Consumer<Consumer> ends) {
        Consumer ending;
        List<String> gone;
        synchronized (this) {
            live = false;
            ending = consumer;
            gone = List.copyOf(unsettled.keySet());
            unsettled.clear();
            held = null;
        }
        gone.forEach(index::remove);
        if (ending != null) {
            ends.accept(ending);
        }
    }

    /** Ends it with its client, whatever happens; always true. */
    boolean loseQuietly() {
        try {
            lose();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "consumer " + id + " did not end well", e);
        }
        return true;
    }

    /** One delivery on its way. */
    private static final class Push implements Outgoing {

        private static final int ENVELOPE = 260;

        private final Intake intake;
        private final Delivery<Payload> delivery;
        private final String handle;
        private final int size;

        Push(Intake intake, Delivery<Payload> delivery, String handle) {
            this.handle = handle;
            this.intake = intake;
            this.delivery = delivery;
            this.size =
                    ENVELOPE
                            + delivery.queue().length()
                            + Sizes.of(delivery.payload())
                            + Sizes.of(delivery.headers().values());
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean isWanted() {
            return intake.live;
        }

        @Override
        public void write(JsonWriter out) {
            out.begin()
                    .field("op", "delivery")
                    .field("consumer", intake.id)
                    .field("queue", delivery.queue())
                    .field("delivery", handle)
                    .field("messageId", delivery.messageId().toString())
                    .field("topic", delivery.topic().orElse(null))
                    .field("payload", Payloads.toFrame(delivery.payload()))
                    .field("headers", delivery.headers().values())
                    .field("attempt", delivery.attempt())
                    .field(
                            "timestamp",
                            intake.session.host().timestamps().text(delivery.timestamp()))
                    .end();
        }

        @Override
        public void write(BinaryWriter out) {
            QueueForm.delivery(
                    out,
                    new QueueForm.Pushed(
                            intake.id,
                            delivery.queue(),
                            handle,
                            delivery.messageId(),
                            delivery.topic(),
                            delivery.payload(),
                            delivery.headers(),
                            delivery.attempt(),
                            delivery.timestamp()));
        }

        @Override
        public void gone() {
            if (intake.autoAck && intake.live) {
                delivery.ack()
                        .exceptionally(
                                failure -> {
                                    LOG.log(
                                            Level.DEBUG,
                                            "a delivery was not acknowledged, it comes again",
                                            failure);
                                    return false;
                                });
            }
        }
    }
}
