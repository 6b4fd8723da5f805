package io.mpreg.engine.queue;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is taken of something limited.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Room {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Room(long most) {
        this.most = most;
    }

    /** Takes that much if it is there. */
    boolean take(long amount) {
        while (true) {
            long before = taken.get();
            if (before + amount > most) {
                return false;
            }
            if (taken.compareAndSet(before, before + amount)) {
                return true;
            }
        }
    }

    /** Whether not even one could be taken at this moment. */
    boolean isFull() {
        return taken.get() >= most;
    }

    /** Takes that much whether it is there or not. */
    void force(long amount) {
        taken.addAndGet(amount);
    }

    void give(long amount) {
        taken.addAndGet(-amount);
    }

    long taken() {
        return taken.get();
    }

    long most() {
        return most;
    }
}
