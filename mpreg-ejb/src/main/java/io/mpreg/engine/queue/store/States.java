package io.mpreg.engine.queue.store;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregStorageException;
import io.mpreg.api.queue.Durability;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.journal.Entry;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.queue.CopyStates;
import io.mpreg.engine.queue.QueueStore.Progress;
import io.mpreg.engine.time.Platform;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/**
 * What became of the copies of messages where it is not simply that they are done: one record for
 * each such message, a new one in place of the last for every change. Few messages have one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never waits.
 */
final class States {

    private static final Duration RETRY = Duration.ofMillis(5);
    private static final byte[] NOTHING = new byte[0];

    private final JournalStore.Work work;
    private final Moves moves;
    private final Platform platform;

    /** By the reference of the message; its own lock guards the map and the order of appends. */
    private final Map<Long, State> byRef = new HashMap<>();

    States(JournalStore.Work work, Moves moves, Platform platform) {
        this.work = work;
        this.moves = moves;
        this.platform = platform;
    }

    /** Takes in what was found in the journal. */
    void known(long ref, long sequence, long position, CopyStates states) {
        synchronized (byRef) {
            byRef.put(ref, new State(sequence, position, states));
        }
    }

    /** Changes the state of a message that is not finished. */
    void change(long ref, UnaryOperator<CopyStates> change, Durability level, Progress progress) {
        try {
            synchronized (byRef) {
                State state = byRef.get(ref);
                if (state == null) {
                    Optional<Entry> message = work.journal.read(moves.resolve(ref));
                    if (message.isEmpty()) {
                        // Finished by somebody else in the meantime.
                        progress.reached(ref, level);
                        return;
                    }
                    state = new State(message.get().sequence(), 0, CopyStates.FRESH);
                    byRef.put(ref, state);
                }
                CopyStates next = change.apply(state.states);
                byte[] record = StateForm.write(state.sequence, next);
                Level safe = level == Durability.DISK ? Level.DISK : Level.OS;
                Replacing done = new Replacing(state.position, level, progress);
                state.position =
                        work.journal.tryAppend(JournalStore.STATE, record, NOTHING, safe, done);
                state.states = next;
            }
        } catch (MpregLimitException e) {
            // The journal has no room for this moment.
            platform.timers().schedule(RETRY, () -> again(ref, change, level, progress));
        } catch (MpregException e) {
            progress.failed(e);
        }
    }

    private void again(
            long ref, UnaryOperator<CopyStates> change, Durability level, Progress progress) {
        try {
            platform.workers().execute(() -> change(ref, change, level, progress));
        } catch (RejectedExecutionException e) {
            change(ref, change, level, progress);
        }
    }

    /** The sequence of a message that has a state; 0 if it has none. */
    long sequence(long ref) {
        synchronized (byRef) {
            State state = byRef.get(ref);
            return state == null ? 0 : state.sequence;
        }
    }

    /** Forgets the state of a message; returns the position of its record, 0 if it has none. */
    long forget(long ref) {
        synchronized (byRef) {
            State state = byRef.remove(ref);
            return state == null ? 0 : state.position;
        }
    }

    private static final class State {
        private final long sequence;
        private long position;
        private CopyStates states;

        State(long sequence, long position, CopyStates states) {
            this.sequence = sequence;
            this.position = position;
            this.states = states;
        }
    }

    /** Releases the record before when the new one is safe. */
    private final class Replacing implements Done {
        private final long before;
        private final Durability level;
        private final Progress progress;

        Replacing(long before, Durability level, Progress progress) {
            this.before = before;
            this.level = level;
            this.progress = progress;
        }

        @Override
        public void onDurable(long position) {
            if (before != 0) {
                work.release(before, 0, Durability.OS, Progress.IGNORED);
            }
            progress.reached(position, level);
        }

        @Override
        public void onFailure(MpregStorageException failure) {
            progress.failed(failure);
        }
    }
}
