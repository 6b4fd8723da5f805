package io.mpreg.ejb.executor;

/**
 * The size of the worker pool.
 *
 * @param threads how many threads work while none of them blocks
 * @param maxThreads how many there are at the most, when tasks wait for threads that block
 * @param maxWaiting how many tasks may wait for a thread; more are refused
 */
public record WorkerSettings(int threads, int maxThreads, int maxWaiting) {

    public WorkerSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        if (maxThreads < threads) {
            throw new IllegalArgumentException(
                    "maxThreads must be at least threads, " + threads + ", was " + maxThreads);
        }
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("maxWaiting must be at least 1, was " + maxWaiting);
        }
    }

    /** Twice as many threads as processors, at least 8, and at most 256. */
    public static WorkerSettings defaults() {
        int threads = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
        return new WorkerSettings(threads, Math.max(256, threads), 65_536);
    }
}
