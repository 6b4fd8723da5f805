package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Keeps what has been taken out of a structure until no reader can still be looking at it.
 *
 * <pre>
 * K. Fraser, Practical lock-freedom (2004): epoch based reclamation. A reader announces the epoch
 * in which it begins. The epoch advances when all readers at work have announced the present one;
 * so what was taken out in epoch e is seen by nobody any more in epoch e + 2.
 * </pre>
 *
 * <p><b>Threads.</b> One thread at a time retires; any number of readers begin and end meanwhile,
 * without waiting for anything.
 */
final class Grace {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int PATIENCE = 8;
    private static final int KINDS = 3;

    /** A reader's announcement: the epoch in which it began. */
    static final class Announcement {

        private static final long FREE = 0;
        private static final long HELD = 1;

        // The one cell that is used stands alone in its cache line.
        private final long[] cells = new long[16];

        /** Says that the reader looks at nothing any more, but is still in use. */
        void pause() {
            CELL.setRelease(cells, 8, HELD);
        }

        /** Says that the reader can be used by others. */
        void free() {
            CELL.setRelease(cells, 8, FREE);
        }

        private long get() {
            return (long) CELL.getVolatile(cells, 8);
        }
    }

    private final IntConsumer reclaim;
    private final Limbo[] limbos = {new Limbo(), new Limbo(), new Limbo()};

    private volatile long epoch = KINDS;
    private volatile Announcement[] readers = {};
    private int sinceTried;

    Grace(IntConsumer reclaim) {
        this.reclaim = reclaim;
    }

    /** Makes a reader known. */
    synchronized Announcement join() {
        Announcement[] more = Arrays.copyOf(readers, readers.length + 1);
        more[readers.length] = new Announcement();
        readers = more;
        return more[more.length - 1];
    }

    /** Forgets a reader that is idle and will stay so. */
    synchronized void leave(Announcement reader) {
        readers = Arrays.stream(readers).filter(r -> r != reader).toArray(Announcement[]::new);
    }

    /**
     * Takes a reader that nobody uses; from here on nothing that it can reach is reclaimed.
     *
     * @return false if somebody uses it
     */
    boolean enter(Announcement reader) {
        return CELL.compareAndSet(reader.cells, 8, Announcement.FREE, epoch);
    }

    /** Announces a reader that nobody else can take. */
    void announce(Announcement reader) {
        CELL.setVolatile(reader.cells, 8, epoch);
    }

    /** The present epoch, for a reader that begins without announcing itself. */
    long epoch() {
        return epoch;
    }

    /**
     * Whether nothing that a reader could see, since it began without announcing itself, has been
     * reclaimed before now. If not, anything that it has read may be something else.
     */
    boolean spared(long begun) {
        VarHandle.loadLoadFence();
        return epoch - begun < 2;
    }

    /** Hands over what nothing leads to any more. Reclaimed later, in the order of retiring. */
    void retire(int what) {
        keep(what);
        if (++sinceTried >= PATIENCE) {
            advance();
        }
    }

    /** Keeps something for as long again: what has become unreachable only now. */
    void keep(int what) {
        limbos[(int) (epoch % KINDS)].add(what);
    }

    /** Reclaims what can be. */
    void advance() {
        sinceTried = 0;
        VarHandle.fullFence();
        long now = epoch;
        for (Announcement reader : readers) {
            long begun = reader.get();
            if (begun > Announcement.HELD && begun != now) {
                return;
            }
        }
        epoch = now + 1;
        // Who sees anything of what follows sees the epoch, too.
        VarHandle.storeStoreFence();
        limbos[(int) ((now + 2) % KINDS)].drain(reclaim);
    }

    /** How much waits. */
    int waiting() {
        return limbos[0].size + limbos[1].size + limbos[2].size;
    }

    private static final class Limbo {
        private int[] ids = new int[16];
        private int size;

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
        }

        void drain(IntConsumer reclaim) {
            for (int i = 0; i < size; i++) {
                reclaim.accept(ids[i]);
            }
            size = 0;
            if (ids.length > 1 << 12) {
                ids = new int[16];
            }
        }
    }
}
