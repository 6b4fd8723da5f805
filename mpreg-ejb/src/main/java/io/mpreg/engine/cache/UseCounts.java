package io.mpreg.engine.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * An adder takes an atomic instruction, which waits for every load before it: reads would find what
 * they look for in memory one after the other instead of several at a time. A cell that one thread
 * only writes to needs none. Cells know their threads weakly, so that none is kept from going, and a
 * cell whose thread has ended is given to the next one.
 */
/**
 * How often a region was read and written. Nothing is lost, whoever does so at the same time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class UseCounts {

    private static final int CELLS = 64;
    private static final int PROBES = 4;

    private final AtomicReferenceArray<@Nullable Cell> cells = new AtomicReferenceArray<>(CELLS);
    private final ReentrantLock claiming = new ReentrantLock();
    private final LongAdder otherHits = new LongAdder();
    private final LongAdder otherMisses = new LongAdder();
    private final LongAdder otherWrites = new LongAdder();

    /**
     * Counts a read that found something.
     *
     * @return how many the calling thread counted, or perhaps all of those without a cell
     */
    long hit() {
        Cell cell = mine();
        if (cell != null) {
            return cell.add(Cell.HITS);
        }
        otherHits.increment();
        return otherHits.sum();
    }

    /** Counts a read that found nothing, as {@link #hit}. */
    long miss() {
        Cell cell = mine();
        if (cell != null) {
            return cell.add(Cell.MISSES);
        }
        otherMisses.increment();
        return otherMisses.sum();
    }

    /** Counts a write. */
    void write() {
        Cell cell = mine();
        if (cell != null) {
            cell.add(Cell.WRITES);
        } else {
            otherWrites.increment();
        }
    }

    long writes() {
        return sum(Cell.WRITES, otherWrites);
    }

    long hits() {
        return sum(Cell.HITS, otherHits);
    }

    long misses() {
        return sum(Cell.MISSES, otherMisses);
    }

    private long sum(int which, LongAdder others) {
        claiming.lock();
        try {
            long sum = others.sum();
            for (int i = 0; i < CELLS; i++) {
                Cell cell = cells.getPlain(i);
                sum += cell == null ? 0 : cell.count(which);
            }
            return sum;
        } finally {
            claiming.unlock();
        }
    }

    private @Nullable Cell mine() {
        Thread self = Thread.currentThread();
        Cell cell = cells.getPlain((int) self.getId() & CELLS - 1);
        return cell != null && cell.owner.refersTo(self) ? cell : further(self);
    }

    private @Nullable Cell further(Thread self) {
        for (int probe = 1; probe < PROBES; probe++) {
            Cell cell = cells.getPlain((int) self.getId() + probe & CELLS - 1);
            if (cell != null && cell.owner.refersTo(self)) {
                return cell;
            }
        }
        // Nobody waits for a place to count in.
        return claiming.tryLock() ? claimed(self) : null;
    }

    private @Nullable Cell claimed(Thread self) {
        try {
            for (int probe = 0; probe < PROBES; probe++) {
                int at = (int) self.getId() + probe & CELLS - 1;
                Cell cell = cells.getPlain(at);
                if (cell == null || cell.abandoned()) {
                    if (cell != null) {
                        otherHits.add(cell.count(Cell.HITS));
                        otherMisses.add(cell.count(Cell.MISSES));
                        otherWrites.add(cell.count(Cell.WRITES));
                    }
                    Cell fresh = new Cell(self);
                    cells.set(at, fresh);
                    return fresh;
                }
            }
            return null;
        } finally {
            claiming.unlock();
        }
    }

    /** The counts of one thread, far enough from those of others to share no cache line. */
    private static final class Cell {

        static final int HITS = 16;
        static final int MISSES = 17;
        static final int WRITES = 18;

        private static final int LENGTH = 35;
        private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

        final WeakReference<Thread> owner;
        private final long[] counts = new long[LENGTH];

        Cell(Thread owner) {
            this.owner = new WeakReference<>(owner);
        }

        boolean abandoned() {
            Thread thread = owner.get();
            return thread == null || !thread.isAlive();
        }

        long count(int which) {
            return (long) COUNT.getOpaque(counts, which);
        }

        long add(int which) {
            long count = counts[which] + 1;
            COUNT.setOpaque(counts, which, count);
            return count;
        }
    }
}
