package io.mpreg.engine.queue.store;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.queue.Durability;
import io.mpreg.engine.journal.Entry;
import io.mpreg.engine.journal.Journal;
import io.mpreg.engine.journal.Replay;
import io.mpreg.engine.queue.CopyStates;
import io.mpreg.engine.queue.QueueStore;
import io.mpreg.engine.queue.QueueStore.Progress;
import io.mpreg.engine.queue.QueueStore.Recovery;
import io.mpreg.engine.queue.StoredHead;
import io.mpreg.engine.queue.StoredMark;
import io.mpreg.engine.queue.StoredQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what a journal presents, and presents it in order. Used by one thread. */
final class Replayed implements Replay {

    private final Map<Integer, Definition> queues = new HashMap<>();
    private final Map<Long, Known> states = new HashMap<>();
    private final Columns messages = new Columns();
    private final Map<Long, List<Integer>> replaced = new HashMap<>();
    private final List<Marked> marks = new ArrayList<>();
    private final List<Long> superseded = new ArrayList<>();

    @Override
    public void record(Entry entry) {
        switch (entry.type()) {
            case JournalStore.QUEUE -> {
                StoredQueue queue = QueueForm.read(entry.header());
                Definition found = new Definition(entry.sequence(), entry.position(), queue);
                Definition other = queues.get(queue.number());
                if (other == null || other.sequence < found.sequence) {
                    queues.put(queue.number(), found);
                    supersede(other == null ? 0 : other.position);
                } else {
                    supersede(found.position);
                }
            }
            case JournalStore.MESSAGE -> {
                MessageForm.Sized found = MessageForm.head(entry.header());
                messages.add(entry.sequence(), entry.position(), found);
                if (found.replaced() != 0) {
                    replaced.computeIfAbsent(found.replaced(), s -> new ArrayList<>())
                            .add(found.group());
                }
            }
            case JournalStore.STATE -> {
                StateForm.Stated stated = StateForm.read(entry.header());
                Known found = new Known(entry.sequence(), entry.position(), stated.states());
                Known other = states.get(stated.sequence());
                if (other == null || other.sequence < found.sequence) {
                    states.put(stated.sequence(), found);
                    supersede(other == null ? 0 : other.position);
                } else {
                    supersede(found.position);
                }
            }
            case JournalStore.MARKS ->
                    marks.add(new Marked(entry.position(), MarkForm.read(entry.header())));
            default ->
                    throw MpregException.of(
                            ErrorCode.STORAGE_CORRUPT,
                            "segment "
                                    + Journal.segment(entry.position())
                                    + " holds a record of type "
                                    + entry.type()
                                    + ", which this node does not know; start the version of MPREG"
                                    + " that wrote it");
        }
    }

    /** Presents everything, and releases what belongs to nothing any more. */
    void present(Recovery recovery, JournalStore.Work work, Map<Integer, Long> definitions) {
        for (Definition definition : queues.values()) {
            definitions.put(definition.queue.number(), definition.position);
            recovery.queue(definition.queue);
        }
        marks.stream()
                .flatMap(record -> record.marks.stream())
                .sorted(Comparator.comparingLong(StoredMark::until))
                .forEach(recovery::mark);
        marks.forEach(record -> work.marks.known(record.position, record.marks));
        messages.forEach(
                (sequence, position, head, size) -> {
                    Known known = states.remove(sequence);
                    List<Integer> copies = replaced.getOrDefault(sequence, List.of());
                    if (!isKept(head) || copies.contains(QueueStore.ALL)) {
                        long state = known == null ? 0 : known.position;
                        work.release(position, state, Durability.OS, Progress.IGNORED);
                        return;
                    }
                    CopyStates of = CopyStates.FRESH;
                    if (known != null) {
                        of = known.states;
                        for (int group : copies) {
                            of = of.finished(group);
                        }
                        work.states.known(position, sequence, known.position, of);
                    }
                    recovery.message(position, head, size, of);
                });
        states.values().forEach(known -> supersede(known.position));
        for (Long position : superseded) {
            work.release(position, 0, Durability.OS, Progress.IGNORED);
        }
    }

    private boolean isKept(StoredHead head) {
        Definition definition = queues.get(head.queue());
        return definition != null && definition.queue.settings().durability() != Durability.MEMORY;
    }

    private void supersede(long position) {
        if (position != 0) {
            superseded.add(position);
        }
    }

    private record Definition(long sequence, long position, StoredQueue queue) {}

    private record Marked(long position, List<StoredMark> marks) {}

    private record Known(long sequence, long position, CopyStates states) {}
}
