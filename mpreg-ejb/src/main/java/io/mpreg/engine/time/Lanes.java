package io.mpreg.engine.time;

/**
 * Tells callers apart cheaply, so that each can keep to its own part of a shared structure.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Lanes {

    private static final int SPREAD = 0x9E3779B9;

    private Lanes() {}

    /**
     * A number that stays the same for the calling thread and seldom is that of another one.
     *
     * @param lanes how many numbers there are, a power of two
     * @return 0 to {@code lanes - 1}
     */
    public static int current(int lanes) {
        int id = (int) Thread.currentThread().getId();
        return (id * SPREAD >>> 16) & (lanes - 1);
    }
}
