package io.mpreg.engine.cache;

import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.Traits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * Writes of a key make entries anew, all over the heap; its seat stays where it is. A read that asks
 * for nothing but the value finds it here and leaves the entry alone.
 *
 * The value belongs to the bearer. A writer changes the entry first, the value second and the bearer
 * last; a reader looks at them in the opposite order. If the bearer is the entry then the value is
 * that of the entry, because no entry comes back.
 */
/**
 * Holds the entry that a key has. A seat that was vacated is so for good: the next entry of its key
 * gets another one. So whoever finds a seat, wherever it is remembered, learns from it what holds.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Entries of one key come from one thread
 * at a time; they go at any time.
 */
final class Seat {

    private static final VarHandle ENTRY;
    private static final VarHandle BEARER;
    private static final VarHandle VALUE;
    private static final VarHandle USES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENTRY = lookup.findVarHandle(Seat.class, "entry", Entry.class);
            BEARER = lookup.findVarHandle(Seat.class, "bearer", Entry.class);
            VALUE = lookup.findVarHandle(Seat.class, "value", Payload.class);
            USES = lookup.findVarHandle(Seat.class, "uses", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The policy learns of so many uses, and of every sixteenth after that. */
    private static final int FIRST = 16;

    private static final int TURN = 16;

    private final String key;
    private volatile @Nullable Entry entry;
    private @Nullable Entry bearer;
    private @Nullable Payload value;
    private long uses;
    private long usesBefore;
    private int bytes;
    private boolean plain;

    Seat(Entry first, int bytes) {
        this.key = first.key();
        this.entry = first;
        bear(first, bytes);
    }

    String key() {
        return key;
    }

    /** What the key has; null for good if it has nothing any more. */
    @Nullable Entry entry() {
        return entry;
    }

    /**
     * The value of the entry, if that lasts until it is taken out, and this is not a use that the
     * policy has to learn of. It counts as a use then.
     */
    @Nullable Payload glance() {
        Entry borne = (Entry) BEARER.getAcquire(this);
        Payload seen = (Payload) VALUE.getAcquire(this);
        long before = (long) USES.getOpaque(this);
        if (borne == null || borne != entry || isTurn(before)) {
            return null;
        }
        USES.setOpaque(this, before + 1);
        return seen;
    }

    /** How often it was used since the entry was written. */
    long hits() {
        return (long) USES.getOpaque(this) - usesBefore;
    }

    /** Whether it has an entry, and the policy need not learn of the next use. */
    boolean isQuiet() {
        return !isTurn() && entry != null;
    }

    /** Counts a use; of several at the same moment perhaps one. */
    void use() {
        USES.setOpaque(this, (long) USES.getOpaque(this) + 1);
    }

    /** Whether the policy learned of it often enough to do without the next uses. */
    boolean isKnown() {
        return (long) USES.getOpaque(this) >= FIRST;
    }

    /** Whether the next use is one that the policy has to learn of. */
    boolean isTurn() {
        return isTurn((long) USES.getOpaque(this));
    }

    private static boolean isTurn(long uses) {
        return (uses & TURN - 1) == 0 || uses < FIRST;
    }

    /** What the entry counts against the limit in bytes; for who writes. */
    int bytes() {
        return bytes;
    }

    /** Whether there is nothing special about how the entry is kept; for who writes. */
    boolean isPlain() {
        return plain;
    }

    /**
     * Puts an entry in the place of the present one.
     *
     * @return that one; null if the seat is vacated, and then nothing changes
     */
    @Nullable Entry replace(Entry successor, int size) {
        Entry former = entry;
        if (former == null || !ENTRY.compareAndSet(this, former, successor)) {
            // Nobody else writes: it was vacated.
            return null;
        }
        bear(successor, size);
        return former;
    }

    private void bear(Entry holder, int size) {
        bytes = size;
        usesBefore = (long) USES.getOpaque(this);
        plain = holder.traits() == Traits.PLAIN;
        boolean lasting = !holder.ends() && holder.traits().inputs().isEmpty();
        VALUE.setRelease(this, lasting ? holder.value() : null);
        BEARER.setRelease(this, lasting ? holder : null);
    }

    /** Takes an entry out; false if it is not here any more. */
    boolean vacate(Entry leaving) {
        boolean mine = ENTRY.compareAndSet(this, leaving, null);
        if (mine) {
            clear();
        }
        return mine;
    }

    /** Takes out whatever is here; null if that happened already. */
    @Nullable Entry vacate() {
        Entry left = (Entry) ENTRY.getAndSet(this, null);
        clear();
        return left;
    }

    private void clear() {
        BEARER.setRelease(this, null);
        VALUE.setRelease(this, null);
    }
}
