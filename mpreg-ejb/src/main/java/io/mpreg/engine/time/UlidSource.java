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
        while (true) {
            Ulid before = last.get();
            Ulid next = millis > before.millis() ? fresh(millis) : after(before);
            if (last.compareAndSet(before, next)) {
                return next;
            }
        }
    }

    private Ulid fresh(long millis) {
        // The topmost random bit stays clear, so that counting has room.
        return new Ulid(millis << 16 | random.nextLong() & RANDOM_HIGH >>> 1, random.nextLong());
    }

    private static Ulid after(Ulid before) {
        long low = before.low() + 1;
        return new Ulid(low == 0 ? before.high() + 1 : before.high(), low);
    }
}
