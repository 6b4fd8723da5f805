package io.mpreg.engine.time;

import io.mpreg.api.Ulid;

/**
 * Makes ULIDs for somebody who makes very many, one after the other: takes a run of them from a
 * {@link UlidSource} now and then. They only go up; those that others take from the source in the
 * same millisecond may stand before or behind them.
 *
 * <p><b>Threads.</b> Guarded by its owner's lock.
 */
public final class UlidRun {

    /** How many ids are taken at once. */
    private static final int LENGTH = 64;

    private final UlidSource source;
    private long millis;
    private long high;
    private long low;
    private int left;

    public UlidRun(UlidSource source) {
        this.source = source;
    }

    /**
     * An id above all that this run made before.
     *
     * @param now the time in milliseconds since 1970
     */
    public Ulid next(long now) {
        if (left == 0 || now > millis) {
            Ulid first = source.take(now, LENGTH);
            millis = first.millis();
            high = first.high();
            low = first.low();
            left = LENGTH;
        }
        Ulid next = new Ulid(high, low);
        low++;
        high += low == 0 ? 1 : 0;
        left--;
        return next;
    }
}
