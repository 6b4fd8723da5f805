package io.mpreg.engine.time;

import io.mpreg.api.Ulid;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * Makes ULIDs that only go up: within a millisecond, and when the clock goes back, by counting.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class UlidSource {

    private static final long RANDOM_HIGH = 0xFFFFL;

    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicReference<Ulid> last = new AtomicReference<>(new Ulid(0, 0));

    /**
     * @param random the source of the random bits; must be safe for use by several threads
     */
    public UlidSource(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** An id above all that were made before. */
    public Ulid next() {
        return next(clock.millis());
    }

    /**
     * An id above all that were made before.
     *
     * @param millis the time, if the caller has just looked at it: in milliseconds since 1970
     */
    public Ulid next(long millis) {
        return take(millis, 1);
    }

    /** Takes so many ids that follow one another; returns the first. */
    Ulid take(long millis, int count) {
        while (true) {
            Ulid before = last.get();
            Ulid first = millis > before.millis() ? fresh(millis) : after(before, 1);
            if (last.compareAndSet(before, after(first, count - 1))) {
                return first;
            }
        }
    }

    private Ulid fresh(long millis) {
        // The topmost random bit stays clear, so that counting has room.
        return new Ulid(millis << 16 | random.nextLong() & RANDOM_HIGH >>> 1, random.nextLong());
    }

    private static Ulid after(Ulid before, int count) {
        if (count == 0) {
            return before;
        }
        long low = before.low() + count;
        boolean carries = Long.compareUnsigned(low, before.low()) < 0;
        return new Ulid(carries ? before.high() + 1 : before.high(), low);
    }
}
