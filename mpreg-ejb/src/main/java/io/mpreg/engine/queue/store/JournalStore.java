package io.mpreg.engine.queue.store;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregStorageException;
import io.mpreg.api.queue.Durability;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.journal.Entry;
import io.mpreg.engine.journal.Journal;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.journal.JournalStatus;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.journal.Relocation;
import io.mpreg.engine.journal.Replay;
import io.mpreg.engine.queue.Burial;
import io.mpreg.engine.queue.Content;
import io.mpreg.engine.queue.QueueStore;
import io.mpreg.engine.queue.Receiver;
import io.mpreg.engine.queue.StoredMark;
import io.mpreg.engine.queue.StoredMessage;
import io.mpreg.engine.queue.StoredQueue;
import io.mpreg.engine.time.Platform;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queues in a journal of their own: a record for each queue, one for each message, one for what
 * became of a message's copies where that is not simply that it is done, and some for by what
 * messages that are done are known when they come again.
 *
 * <p>A message is done when its record is released. What a queue of durability {@link
 * Durability#MEMORY} holds is written as well, to free the heap, but nobody waits for it and it is
 * gone with the process.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class JournalStore implements QueueStore {

    static final int QUEUE = 1;
    static final int MESSAGE = 2;
    static final int STATE = 3;
    static final int MARKS = 4;
    private static final byte[] NOTHING = new byte[0];

    private final Opener opener;
    private final Platform platform;
    private final Moves moves = new Moves();
    private final Map<Integer, Long> definitions = new HashMap<>();
    private @Nullable Work work;
    private Consumer<Runnable> telling = Runnable::run;

    /**
     * A store over the journal in a folder, which {@link #recover} opens.
     *
     * @param folder no other store may use it
     */
    public JournalStore(Path folder, JournalSettings settings, Platform platform) {
        this(
                (replay, relocation) ->
                        Journal.open(folder, settings, platform, replay, relocation),
                platform);
    }

    /** A store over a journal that somebody else opens. */
    public JournalStore(Opener opener, Platform platform) {
        this.opener = opener;
        this.platform = platform;
    }

    /** Opens a journal. */
    @FunctionalInterface
    public interface Opener {

        /** Opens it, and presents its records. */
        Journal open(Replay replay, Relocation relocation);
    }

    /** The journal at this moment; empty before it was opened. */
    public Optional<JournalStatus> status() {
        return Optional.ofNullable(work).map(open -> open.journal.status());
    }

    @Override
    public void telling(Consumer<Runnable> turn) {
        telling = turn;
    }

    @Override
    public void recover(Recovery recovery) {
        Replayed replayed = new Replayed();
        Journal journal = opener.open(replayed, moves::put);
        journal.telling(telling);
        work = new Work(journal, moves, platform);
        replayed.present(recovery, work, definitions);
    }

    @Override
    public void save(StoredQueue queue) {
        Journal journal = work().journal;
        Written written = new Written();
        long position = journal.append(QUEUE, QueueForm.write(queue), NOTHING, Level.DISK, written);
        journal.drive();
        written.await();
        Long before;
        synchronized (definitions) {
            before = definitions.put(queue.number(), position);
        }
        if (before != null) {
            work().release(before, 0, Durability.OS, Progress.IGNORED);
        }
    }

    @Override
    public void drop(int queue, long[] refs) {
        Long position;
        synchronized (definitions) {
            position = definitions.remove(queue);
        }
        if (position != null) {
            Written written = new Written();
            work().release(position, 0, Durability.DISK, written);
            work().journal.drive();
            written.await();
        }
        for (long ref : refs) {
            finish(ref, ALL, Durability.OS, Progress.IGNORED);
        }
    }

    @Override
    public void put(StoredMessage message, Durability level, Progress progress) {
        byte[] header = header(message);
        byte[] body = message.content().payload().bytes();
        Journal journal = work().journal;
        if (level == Durability.MEMORY) {
            long position = journal.append(MESSAGE, header, body, Level.OS, Done.IGNORED);
            progress.reached(position, Durability.MEMORY);
        } else {
            journal.append(MESSAGE, header, body, safe(level), new Told(level, progress));
        }
    }

    @Override
    public void putAndDrive(StoredMessage message, Durability level, Progress progress) {
        if (level == Durability.MEMORY) {
            put(message, level, progress);
            return;
        }
        byte[] body = message.content().payload().bytes();
        Told told = new Told(level, progress);
        work().journal.appendAndDrive(MESSAGE, header(message), body, safe(level), told);
    }

    private byte[] header(StoredMessage message) {
        long replaced =
                message.replaced().map(copy -> work().states.sequence(copy.ref())).orElse(0L);
        return MessageForm.header(message, replaced);
    }

    private static Level safe(Durability level) {
        return level == Durability.DISK ? Level.DISK : Level.OS;
    }

    @Override
    public Content read(long ref) {
        Entry entry =
                work().journal
                        .read(moves.resolve(ref))
                        .orElseThrow(
                                () ->
                                        MpregException.of(
                                                ErrorCode.STORAGE,
                                                "the message at position "
                                                        + ref
                                                        + " is not in the journal any more"));
        return MessageForm.content(entry.header(), entry.body());
    }

    @Override
    public void readTogether(long[] refs, int count, @Nullable Content[] into) {
        long[] positions = new long[count];
        for (int i = 0; i < count; i++) {
            positions[i] = moves.resolve(refs[i]);
        }
        work().journal.readTogether(positions, count, (i, entry) -> into[i] = contentOrNull(entry));
    }

    /* What cannot be understood is told to who asks for it alone. */
    private static @Nullable Content contentOrNull(Entry entry) {
        try {
            return MessageForm.content(entry.header(), entry.body());
        } catch (RuntimeException e) {
            return null;
        }
    }

    @Override
    public void finish(long ref, int group, Durability level, Progress progress) {
        if (group == ALL) {
            long state = work().states.forget(ref);
            work().release(ref, state, level, progress);
        } else {
            work().states.change(ref, states -> states.finished(group), level, progress);
        }
    }

    @Override
    public void finish(long ref, List<StoredMark> marks, Durability level, Progress progress) {
        long state = work().states.forget(ref);
        work().release(ref, state, marks, level, progress);
    }

    @Override
    public void acknowledged(long ref, Receiver receiver, Durability level, Progress progress) {
        work().states.change(ref, states -> states.acknowledged(receiver), level, progress);
    }

    @Override
    public void left(long ref, Receiver receiver, Durability level, Progress progress) {
        work().states.change(ref, states -> states.left(receiver), level, progress);
    }

    @Override
    public void failed(long ref, int group, int times, Durability level, Progress progress) {
        work().states.change(ref, states -> states.failed(group, times), level, progress);
    }

    @Override
    public void bury(long ref, int group, Burial burial, Durability level, Progress progress) {
        work().states.change(ref, states -> states.buried(group, burial), level, progress);
    }

    @Override
    public void drive() {
        work().journal.drive();
    }

    @Override
    public void close() {
        if (work == null) {
            return;
        }
        try {
            work.onDisk.finish();
            work.written.finish();
        } finally {
            work.journal.close();
        }
    }

    private Work work() {
        return Objects.requireNonNull(work, "the store was not recovered");
    }

    /** What an open journal is worked with. */
    static final class Work {
        final Journal journal;
        final States states;
        final Marks marks;
        private final Moves moves;
        private final Releases onDisk;
        private final Releases written;

        Work(Journal journal, Moves moves, Platform platform) {
            this.journal = journal;
            this.moves = moves;
            this.states = new States(this, moves, platform);
            this.marks = new Marks(this, journal, platform);
            this.onDisk = new Releases(journal, marks, Level.DISK, platform);
            this.written = new Releases(journal, marks, Level.OS, platform);
        }

        /** Releases a record, and another one where it is not 0. */
        void release(long position, long another, Durability level, Progress progress) {
            release(position, another, List.of(), level, progress);
        }

        /** The same, with marks in place of what is released. */
        void release(
                long position,
                long another,
                List<StoredMark> known,
                Durability level,
                Progress progress) {
            long now = moves.forget(position);
            long other = another == 0 ? 0 : moves.forget(another);
            switch (level) {
                case DISK -> onDisk.add(now, other, known, progress);
                case OS -> written.add(now, other, known, progress);
                case MEMORY -> {
                    written.add(now, other, List.of(), Progress.IGNORED);
                    progress.reached(position, Durability.MEMORY);
                }
            }
        }
    }

    /** Passes on what became of an append. */
    static final class Told implements Done {
        private final Durability level;
        private final Progress progress;

        Told(Durability level, Progress progress) {
            this.level = level;
            this.progress = progress;
        }

        @Override
        public void onDurable(long position) {
            progress.reached(position, level);
        }

        @Override
        public void onFailure(MpregStorageException failure) {
            progress.failed(failure);
        }
    }
}
