package io.mpreg.api.cdi;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the calls of an application's methods that run, and ends taking new ones.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Running {

    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile boolean stopping;

    /** Counts a call that begins; false if none may begin any more. */
    boolean enter() {
        calls.incrementAndGet();
        if (stopping) {
            leave();
            return false;
        }
        return true;
    }

    /** Counts a call that ended. */
    void leave() {
        if (calls.decrementAndGet() == 0 && stopping) {
            lock.lock();
            try {
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lets no call begin from now on. */
    void stop() {
        stopping = true;
    }

    /** Waits for the calls that run, and says how many still do. */
    int await(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (calls.get() > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return calls.get();
    }
}
