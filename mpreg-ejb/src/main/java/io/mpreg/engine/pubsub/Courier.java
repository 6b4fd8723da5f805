package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Lane;
import io.mpreg.engine.route.UnifiedMessage;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of one subscription to its listener, on the listener's executor: one task at
 * a time, which takes what waits in batches and gives way to others now and then. A listener that
 * takes messages on any thread gets what is there on the publisher's.
 *
 * <p><b>Threads.</b> {@link #run} is called once for each time that the subscription says that it
 * is to begin; everything else happens on the listener's executor.
 */
final class Courier implements Runnable {

    /** One message in 64 is measured. */
    private static final int SAMPLED = 63;

    private static final Logger LOG = System.getLogger(Courier.class.getName());

    /** How many messages are delivered before the time is looked at. */
    private static final int TURN = 1024;

    /** How long others wait for the thread, if the messages are so quick; and how many turns. */
    private static final long NANOS = 5_000_000;

    private static final int TURNS = 16;

    /** After how many messages in a turn it is worth while to look out for more. */
    private static final int BUSY = 64;

    /** How often to look: some tens of microseconds, which is less than a thread takes to wake. */
    private static final int LOOKS = 1_000;

    /** How long a busy courier lets messages gather: a few microseconds. */
    private static final int GATHERING = 200;

    private static final Duration RETRY = Duration.ofMillis(250);

    private final Hub hub;
    private final Subscriber subscriber;

    // What goes straight to a listener; of the one whom the subscription told to begin. Made when
    // it is needed, since many subscriptions are idle.
    private @Nullable Batch prompt;
    private @Nullable Deliveries prompted;

    Courier(Hub hub, Subscriber subscriber) {
        this.hub = hub;
        this.subscriber = subscriber;
    }

    /**
     * Takes a message that need not wait, to be delivered by {@link #run}; false if there is no
     * room.
     */
    boolean pass(UnifiedMessage message) {
        return prompt().add(message);
    }

    /** Begins to deliver. */
    @Override
    public void run() {
        Outlet to = subscriber.outlet();
        Batch passed = prompt;
        boolean here = passed != null && passed.count() > 0 || to != null && to.isPrompt();
        if (!here || deliverPromptly()) {
            hand(new Turn(this::work, null));
        }
    }

    /* Returns whether there is more to do. */
    private boolean deliverPromptly() {
        Batch batch = prompt();
        Outlet to = subscriber.take(batch, TURN);
        if (to != null) {
            deliver(to, batch, prompted());
            handOn(subscriber.finish(batch));
        }
        return subscriber.rest();
    }

    private Batch prompt() {
        Batch made = prompt;
        if (made == null) {
            made = new Batch();
            prompt = made;
        }
        return made;
    }

    private Deliveries prompted() {
        Deliveries made = prompted;
        if (made == null) {
            made = new Deliveries(hub);
            prompted = made;
        }
        return made;
    }

    private boolean hand(Turn turn) {
        Outlet to = subscriber.outlet();
        try {
            if (to != null) {
                to.executor().execute(turn);
                turn.returned();
                return true;
            }
            return subscriber.rest() && hand(new Turn(this::work, null));
        } catch (RuntimeException e) {
            subscriber.giveUp();
            if (hub.warnings.allows()) {
                LOG.log(
                        Logger.Level.WARNING,
                        "no thread for the listener of subscription '"
                                + subscriber.id()
                                + "'; trying again",
                        e);
            }
            hub.platform.timers().schedule(RETRY, subscriber::wake);
        }
        return false;
    }

    private void work() {
        Turn next;
        do {
            if (!deliverSome()) {
                return;
            }
            next = new Turn(this::work, Thread.currentThread());
        } while (hand(next) && next.wasNested());
    }

    /* Returns whether there is more to do. */
    private boolean deliverSome() {
        Batch batch = new Batch();
        Deliveries deliveries = new Deliveries(hub);
        long end = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            int left = TURN;
            while (left > 0) {
                Outlet to = subscriber.take(batch, left);
                if (to != null) {
                    deliver(to, batch, deliveries);
                    left -= batch.count();
                    handOn(subscriber.finish(batch));
                } else if (turn == 0 && TURN - left < BUSY || !more()) {
                    if (!subscriber.rest()) {
                        return false;
                    }
                }
            }
            long now = hub.platform.clock().nanos();
            end = turn == 0 ? now + NANOS : end;
            if (now - end >= 0) {
                break;
            }
        }
        return subscriber.rest();
    }

    /* Publishers that are at work send the next message sooner than another thread could wake up. */
    private boolean more() {
        subscriber.lookOut();
        for (int look = 0; look < LOOKS; look++) {
            if (subscriber.hasMore()) {
                gather();
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /*
     * Where one message comes others follow: to take each by itself would have publishers and courier
     * fight for the lock.
     */
    private static void gather() {
        for (int look = 0; look < GATHERING; look++) {
            Thread.onSpinWait();
        }
    }

    private void handOn(List<UnifiedMessage> left) {
        Optional<String> group = subscriber.terms().group();
        if (!left.isEmpty() && group.isPresent()) {
            hub.groups.handOn(group.get(), left);
        }
    }

    private void deliver(Outlet to, Batch batch, Deliveries deliveries) {
        measure(batch);
        deliveries.begin(batch.count());
        int done = to.deliver(batch, deliveries, () -> subscriber.isFor(to));
        deliveries.end();
        batch.delivered(done);
    }

    /** Tells the router now and then how long messages take. */
    private void measure(Batch batch) {
        if (batch.count() == 0 || batch.isReplayed(0)) {
            return;
        }
        UnifiedMessage first = batch.get(0);
        if ((first.id().low() & SAMPLED) == 0) {
            hub.router.measured(
                    Lane.of(InterestKind.SUBSCRIPTION, first.topic()),
                    Math.max(0, hub.platform.clock().millis() - first.timestamp()));
        }
    }
}
