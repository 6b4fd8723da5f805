package io.mpreg.engine.queue;

import io.mpreg.api.queue.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to be done without the queue's lock after something was done under it. */
final class Aftermath {

    private @Nullable LocalConsumer wake;
    private @Nullable List<LocalConsumer> moreWakes;
    private @Nullable Change change;
    private @Nullable List<Change> moreChanges;

    private final Trail trail;
    private @Nullable List<Setback> setbacks;

    Aftermath(Trail trail) {
        this.trail = trail;
    }

    /** Whether the queue itself has to be stored again. */
    boolean changed;

    /** Deliveries that did not end well. */
    List<Setback> setbacks() {
        return setbacks == null ? List.of() : setbacks;
    }

    void setback(LocalDelivery delivery, Optional<String> error, Optional<Burial> burial) {
        setbacks = setbacks == null ? new ArrayList<>() : setbacks;
        setbacks.add(new Setback(delivery, error, burial, trail.reserve()));
    }

    /**
     * A delivery that did not end well.
     *
     * @param error why it failed; empty if it was only returned
     * @param burial set if the message is a dead letter now
     * @param place the place of its event, before those of whatever the message does next
     */
    record Setback(
            LocalDelivery delivery, Optional<String> error, Optional<Burial> burial, long place) {}

    void wake(LocalConsumer consumer) {
        if (wake == null) {
            wake = consumer;
        } else {
            moreWakes = moreWakes == null ? new ArrayList<>() : moreWakes;
            moreWakes.add(consumer);
        }
    }

    /** A group is done with a message. */
    void finish(long ref, int group) {
        add((store, level, progress) -> store.finish(ref, group, level, progress));
    }

    /** Everyone is done with a message. */
    void finish(long ref, List<StoredMark> marks) {
        add((store, level, progress) -> store.finish(ref, marks, level, progress));
    }

    void acknowledged(long ref, Receiver receiver) {
        add((store, level, progress) -> store.acknowledged(ref, receiver, level, progress));
    }

    /** Somebody is not an addressee of a message any more. */
    void left(long ref, Receiver receiver) {
        add((store, level, progress) -> store.left(ref, receiver, level, progress));
    }

    void failed(Entry entry) {
        long ref = entry.ref;
        int group = entry.group;
        int times = entry.failed;
        add((store, level, progress) -> store.failed(ref, group, times, level, progress));
    }

    void bury(Entry entry, Burial burial) {
        long ref = entry.ref;
        int group = entry.group;
        add((store, level, progress) -> store.bury(ref, group, burial, level, progress));
    }

    /**
     * Tells the store.
     *
     * @param progress learns when the last change is as safe as the level says
     */
    void carryOut(QueueStore store, Durability level, QueueStore.Progress progress) {
        if (change == null) {
            progress.reached(0, level);
        } else if (moreChanges == null) {
            change.carryOut(store, level, progress);
        } else {
            change.carryOut(store, level, QueueStore.Progress.IGNORED);
            for (int i = 0; i < moreChanges.size(); i++) {
                boolean last = i == moreChanges.size() - 1;
                moreChanges
                        .get(i)
                        .carryOut(store, level, last ? progress : QueueStore.Progress.IGNORED);
            }
        }
    }

    void wakeAll() {
        if (wake != null) {
            wake.wake();
        }
        if (moreWakes != null) {
            moreWakes.forEach(LocalConsumer::wake);
        }
    }

    private void add(Change next) {
        if (change == null) {
            change = next;
        } else {
            moreChanges = moreChanges == null ? new ArrayList<>() : moreChanges;
            moreChanges.add(next);
        }
    }

    /** Something that the store has to be told. */
    @FunctionalInterface
    private interface Change {
        void carryOut(QueueStore store, Durability level, QueueStore.Progress progress);
    }
}
