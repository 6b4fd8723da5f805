package io.mpreg.engine.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments from the oldest to the head, and the prepared ones after it. Their numbers are
 * without gaps.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock.
 */
final class Chain {

    private final List<Segment> used = new ArrayList<>();
    private final Deque<Segment> spare = new ArrayDeque<>();

    Chain(List<Segment> used, List<Segment> spare) {
        this.used.addAll(used);
        this.spare.addAll(spare);
    }

    Segment head() {
        return used.get(used.size() - 1);
    }

    Segment oldest() {
        return used.get(0);
    }

    /** The segment of a number if it has records; null if it is gone or was never there. */
    @Nullable Segment get(long number) {
        long index = number - oldest().number();
        return index >= 0 && index < used.size() ? used.get((int) index) : null;
    }

    boolean lives(long position) {
        Segment segment = get(Journal.segment(position));
        return segment != null && segment.lives(Format.offset(position));
    }

    boolean died(long position) {
        Segment segment = get(Journal.segment(position));
        return segment != null && segment.died(Format.offset(position));
    }

    /** Whether nothing lives in the segment of a position. */
    boolean empty(long position) {
        Segment segment = get(Journal.segment(position));
        return segment == null || segment.liveRecords() == 0;
    }

    /** Makes the next prepared segment the head. */
    void roll() {
        used.add(spare.removeFirst());
    }

    /** Adds a prepared segment. */
    void supply(Segment segment) {
        spare.addLast(segment);
    }

    /** The number of the next segment to be prepared. */
    long nextNumber() {
        return (spare.isEmpty() ? head() : spare.getLast()).number() + 1;
    }

    /** Takes the oldest segment out. */
    Segment drop() {
        return used.remove(0);
    }

    int segments() {
        return used.size();
    }

    int spares() {
        return spare.size();
    }

    /** Bytes on disk. */
    long bytes() {
        return all().stream().mapToLong(segment -> segment.capacity).sum();
    }

    /** How much room for records there is in the segments before the head. */
    long completeBytes() {
        return used.stream().mapToLong(Segment::room).sum() - head().room();
    }

    long liveBytes() {
        return used.stream().mapToLong(Segment::liveBytes).sum();
    }

    long liveRecords() {
        return used.stream().mapToLong(Segment::liveRecords).sum();
    }

    /** All segments, the prepared ones too. */
    List<Segment> all() {
        List<Segment> all = new ArrayList<>(used);
        all.addAll(spare);
        return all;
    }
}
