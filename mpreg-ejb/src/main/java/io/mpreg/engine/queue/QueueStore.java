package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.queue.Durability;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers queues, their messages, and what became of these.
 *
 * <p>A message is named by the reference that the store made for it; it is not 0, and valid until
 * the message is finished.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Nothing here is called under a lock of
 * a queue.
 */
public interface QueueStore extends AutoCloseable {

    /** In place of a group: the message as a whole. */
    int ALL = -1;

    /**
     * Says how to tell of progress: a store that has much to tell does so within {@code turn},
     * which it calls without any lock; called once, before {@link #recover}.
     */
    default void telling(Consumer<Runnable> turn) {}

    /** Presents everything that is remembered; called once, before anything but that. */
    void recover(Recovery recovery);

    /**
     * Remembers a queue, in place of what was remembered of it; returns when that is on stable
     * storage.
     */
    void save(StoredQueue queue);

    /**
     * Forgets a queue; returns when that is on stable storage.
     *
     * @param refs its messages, which are forgotten with it
     */
    void drop(int queue, long[] refs);

    /**
     * Remembers a message.
     *
     * @throws MpregException if the store can take nothing at present; {@code progress} learns
     *     nothing then
     */
    void put(StoredMessage message, Durability level, Progress progress);

    /**
     * Remembers a message on behalf of a caller that will only wait for it, and does what it waits
     * for on its own thread where that is sooner.
     *
     * @throws MpregException as {@link #put}
     */
    default void putAndDrive(StoredMessage message, Durability level, Progress progress) {
        put(message, level, progress);
        drive();
    }

    /**
     * What a message carries.
     *
     * @throws MpregException {@link io.mpreg.api.ErrorCode#STORAGE} if it cannot be read
     */
    Content read(long ref);

    /**
     * What those of some messages carry that can be read together for less than one by one; the
     * rest is left as it is, whatever the reason: {@link #read} tells it.
     *
     * @param refs the messages
     * @param count how many of them
     * @param into gets the content of each at its place
     */
    default void readTogether(long[] refs, int count, @Nullable Content[] into) {}

    /**
     * Remembers that a group, or everyone, is done with a message; for everyone the message is
     * forgotten, dead letters included.
     */
    void finish(long ref, int group, Durability level, Progress progress);

    /**
     * Forgets a message, and remembers by what it is known when it comes again: nobody finds
     * neither of both after a restart.
     *
     * <p>A store that forgets everything with the process need not remember that either.
     */
    default void finish(long ref, List<StoredMark> marks, Durability level, Progress progress) {
        finish(ref, ALL, level, progress);
    }

    /** Remembers who acknowledged a message that goes to several and is not done yet. */
    default void acknowledged(long ref, Receiver receiver, Durability level, Progress progress) {
        progress.reached(ref, level);
    }

    /** Remembers that a message waits no longer for one of those to whom it was addressed. */
    default void left(long ref, Receiver receiver, Durability level, Progress progress) {
        progress.reached(ref, level);
    }

    /** Remembers how many deliveries of a copy failed. */
    void failed(long ref, int group, int times, Durability level, Progress progress);

    /** Remembers that a copy is a dead letter. */
    void bury(long ref, int group, Burial burial, Durability level, Progress progress);

    /** Does what the caller is about to wait for on its own thread, where that is sooner. */
    void drive();

    /** Finishes what was begun and lets go of everything. */
    @Override
    void close();

    /**
     * Learns what became of something that was to be remembered; one method is called, once,
     * perhaps before the call that it belongs to returns.
     *
     * <p><b>Threads.</b> Called by a thread of the store, in the order of the calls that are alike;
     * it must be short and wait for nothing.
     */
    interface Progress {

        /** For what nobody waits for. */
        Progress IGNORED =
                new Progress() {
                    @Override
                    public void reached(long ref, Durability level) {}

                    @Override
                    public void failed(MpregException reason) {}
                };

        /** It is as safe as asked for, or safer. */
        void reached(long ref, Durability level);

        /** Nobody knows whether it will be remembered. */
        void failed(MpregException reason);
    }

    /** Takes in what was remembered. */
    interface Recovery {

        /** A queue; before its messages. */
        void queue(StoredQueue queue);

        /** By what a message that is done is known; before the messages. */
        void mark(StoredMark mark);

        /**
         * A message, in the order of sending.
         *
         * @param size about how many bytes it takes
         */
        void message(long ref, StoredHead head, int size, CopyStates states);
    }
}
