package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;

/**
 * Waits for what became of an append, by writing itself unless another is at it. Who queues for the
 * pen of a busy journal may get it long after the record is safe.
 */
final class Settled implements Done {

    private static final long LOOK_MS = 1;

    // Guarded by this.
    private boolean durable;
    private boolean failed;

    @Override
    public synchronized void onDurable(long position) {
        durable = true;
        notifyAll();
    }

    @Override
    public synchronized void onFailure(MpregStorageException failure) {
        failed = true;
        notifyAll();
    }

    /**
     * Returns when it is settled; an interrupt does not end the wait.
     *
     * @return whether the record is on stable storage
     */
    boolean await(Writer writer) {
        boolean interrupted = false;
        while (!isSettled()) {
            if (!writer.round(false)) {
                interrupted |= !pause();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return isDurable();
    }

    /* Whoever has the pen may have taken the record, or not: then it is to be looked at again. */
    private synchronized boolean pause() {
        try {
            if (!durable && !failed) {
                wait(LOOK_MS);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private synchronized boolean isSettled() {
        return durable || failed;
    }

    private synchronized boolean isDurable() {
        return durable;
    }
}
