package io.mpreg.bench.topics;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM says about its heap, and the calling thread's time and garbage. */
public final class Gauge {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Gauge() {}

    /**
     * Nanoseconds that the calling thread has run for: unlike the clock on the wall, these do not
     * pass while something else on the machine has the processor.
     */
    public static long ran() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Bytes that are alive, after a full collection. */
    static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes that the calling thread has allocated so far. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
