package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription lost and nobody was told of yet. A subscriber that never reads loses as
 * many messages as are published. So the first one is told of at once, and those that follow when
 * there are many, or when the {@link LossSweep} comes by a moment later.
 *
 * <p><b>Threads.</b> What is lost is added under the lock of the subscriber, and told of without
 * it, after the turn in which it was lost.
 */
final class Losses implements Runnable {

    /** How many messages are told of at once. */
    private static final int MOST = 64;

    /** How many runs wait for whoever was asked to tell of them, before somebody else is. */
    private static final int PATIENCE = 16;

    private final Hub hub;
    private final Subscriber subscriber;
    private final Object lock;

    // Guarded by the lock.
    private List<DropRun> runs = new ArrayList<>(1);
    private @Nullable DropRun last;
    private int length = 1;
    private boolean asked;
    private boolean swept;
    private boolean lately;

    /**
     * @param lock the lock of the subscriber
     */
    Losses(Hub hub, Subscriber subscriber, Object lock) {
        this.hub = hub;
        this.subscriber = subscriber;
        this.lock = lock;
    }

    /**
     * Notes that a message is lost.
     *
     * @return whether the caller has to see to it that this runs, after its turn
     */
    boolean add(UnifiedMessage message, DropReason reason) {
        lately = true;
        DropRun to = last;
        if (to == null || runs.isEmpty() || to.isFull() || !to.isOf(subscriber.id(), reason)) {
            to = begin(reason, to);
        }
        to.add(message);
        boolean due = !swept || to.size() == MOST || reason == DropReason.DISCONNECTED;
        swept = true;
        boolean ask = asked ? runs.size() > PATIENCE : due;
        asked |= ask;
        return ask;
    }

    private DropRun begin(DropReason reason, @Nullable DropRun before) {
        if (before != null) {
            length = before.isFull() ? Math.min(MOST, 2 * before.size()) : before.size();
        }
        long now = hub.platform.clock().millis();
        DropRun begun = new DropRun(subscriber.id(), reason, length, now, before);
        runs.add(begun);
        last = begun;
        return begun;
    }

    /** Tells of what was lost. */
    @Override
    public void run() {
        List<DropRun> told;
        synchronized (lock) {
            told = take();
        }
        hub.sweep.add(this);
        tell(told);
    }

    /**
     * Tells of what was lost since the last time.
     *
     * @return whether something was
     */
    boolean sweep() {
        List<DropRun> told;
        boolean some;
        synchronized (lock) {
            told = take();
            some = lately;
            lately = false;
            swept = some;
        }
        tell(told);
        return some;
    }

    private List<DropRun> take() {
        asked = false;
        List<DropRun> taken = runs;
        runs = new ArrayList<>(1);
        return taken;
    }

    private void tell(List<DropRun> told) {
        for (DropRun run : told) {
            hub.dropped(run);
            if (run.reason() == DropReason.DISCONNECTED) {
                subscriber.disconnect(run);
            }
        }
    }
}
