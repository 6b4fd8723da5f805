package io.mpreg.engine.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * One stay of a subscription on a thread. An executor that runs tasks at once, on the thread that
 * hands them over, must not nest the turns of a long run in one another: such a turn only says so.
 *
 * <p><b>Threads.</b> All state belongs to the thread that hands it over.
 */
final class Turn implements Runnable {

    private final Runnable work;
    private final @Nullable Thread continued;
    private boolean returned;
    private boolean nested;

    /**
     * @param continued the thread whose turn this one continues, if it does
     */
    Turn(Runnable work, @Nullable Thread continued) {
        this.work = work;
        this.continued = continued;
    }

    @Override
    public void run() {
        if (continued == Thread.currentThread() && !returned) {
            nested = true;
        } else {
            work.run();
        }
    }

    /** Notes that the executor has taken this turn. */
    void returned() {
        returned = true;
    }

    /** Whether the executor ran this turn at once, so that there is still everything to do. */
    boolean wasNested() {
        return nested;
    }
}
