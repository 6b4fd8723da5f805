package io.mpreg.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the thread that reads a connection does besides: callbacks that have proven to be quick run
 * on it, as soon as it has read what was there, because to wake another thread takes longer than
 * they do. If one lasts after all, or waits for a reply, another thread takes the reading over, and
 * the one that is held up does not come back to it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Shift {

    private static final System.Logger LOG = System.getLogger(Shift.class.getName());

    /** How often somebody looks whether the reading thread is held up. */
    private static final Duration LOOK = Duration.ofMillis(5);

    /** After so many looks without anything to see nobody looks any more. */
    private static final int IDLE = 20;

    /** After that time a thread that waits is held up. */
    private static final long WAITED_NANOS = 4_000_000;

    /** After that time one that runs is; on a busy machine it may just have no processor. */
    private static final long RUN_NANOS = 20_000_000;

    private static final Set<Thread.State> WAITING =
            EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TIMED_WAITING);

    /** What is left then goes to other threads. */
    private static final long BUDGET_NANOS = 1_000_000;

    private final ClientThreads threads;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private volatile @Nullable Thread reader;
    private BooleanSupplier relief = () -> false;
    private @Nullable Job running;
    private long since;
    private boolean watched;
    private int idle;

    Shift(ClientThreads threads) {
        this.threads = threads;
    }

    private record Job(Runnable action, Quickness quickness) {}

    /**
     * The calling thread reads from now on.
     *
     * @param other lets another thread read instead; false if there is none
     */
    synchronized void begin(BooleanSupplier other) {
        relief = other;
        running = null;
        reader = threads.sharesConnections() ? Thread.currentThread() : null;
    }

    /** Runs a callback, here when everything is read, or on a thread for callbacks. */
    void run(Runnable action, Quickness quickness) {
        if (Thread.currentThread() == reader && quickness.isQuick()) {
            synchronized (this) {
                jobs.add(new Job(action, quickness));
            }
        } else {
            hand(new Job(action, quickness));
        }
    }

    private void hand(Job job) {
        threads.callbacks()
                .execute(
                        () -> {
                            long begun = threads.nanos();
                            job.action().run();
                            job.quickness().took(threads.nanos() - begun);
                        });
    }

    /**
     * Runs what has come together; on the reading thread.
     *
     * @return whether it still is the reading thread
     */
    boolean work() {
        if (reader == null) {
            return true;
        }
        long now = 0;
        long end = 0;
        while (true) {
            Job job;
            synchronized (this) {
                if (reader != Thread.currentThread()) {
                    return false;
                }
                job = jobs.poll();
                running = job;
                if (job == null) {
                    return true;
                }
                if (end == 0) {
                    now = threads.nanos();
                    end = now + BUDGET_NANOS;
                    watch();
                }
                since = now;
            }
            if (now >= end) {
                handOver(job);
                continue;
            }
            try {
                job.action().run();
            } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
                LOG.log(System.Logger.Level.WARNING, "a callback failed", e);
            }
            long then = threads.nanos();
            job.quickness().took(then - now);
            now = then;
        }
    }

    private void handOver(Job job) {
        try {
            hand(job);
        } catch (RejectedExecutionException e) {
            // The client is closing, or has too much to do: better late than never.
            job.action().run();
        }
    }

    /** The calling thread is about to wait for something that comes over the connection. */
    void blocks() {
        if (Thread.currentThread() == reader) {
            relieve(reader, true);
        }
    }

    /* Lets another thread read, if what runs waits or has run for too long. */
    private void relieve(@Nullable Thread held, boolean waits) {
        ArrayDeque<Job> left;
        synchronized (this) {
            if (running == null || held == null || held != reader) {
                return;
            }
            reader = null;
            if (!relief.getAsBoolean()) {
                reader = held;
                return;
            }
            if (waits) {
                running.quickness().waited();
            }
            running = null;
            left = new ArrayDeque<>(jobs);
            jobs.clear();
        }
        left.forEach(this::handOver);
    }

    private synchronized boolean hasRun(long nanos) {
        return running != null && threads.nanos() - since >= nanos;
    }

    private void watch() {
        idle = 0;
        if (!watched) {
            watched = true;
            threads.after(LOOK, this::look);
        }
    }

    private void look() {
        Thread held = reader;
        boolean waits = held != null && WAITING.contains(held.getState());
        if (hasRun(waits ? WAITED_NANOS : RUN_NANOS)) {
            relieve(held, waits);
        }
        synchronized (this) {
            watched = running != null || ++idle < IDLE;
            if (watched) {
                threads.after(LOOK, this::look);
            }
        }
    }
}
