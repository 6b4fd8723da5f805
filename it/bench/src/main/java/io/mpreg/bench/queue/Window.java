package io.mpreg.bench.queue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets only so many messages be sent and not confirmed at a time. */
final class Window implements Broker.Confirmation {

    private static final long LIMIT_S = 60;

    private final int size;
    private final Semaphore room;
    private volatile Throwable failure;

    Window(int size) {
        this.size = size;
        this.room = new Semaphore(size);
    }

    /** Waits until one more may be sent. */
    void enter() throws InterruptedException {
        take(1);
    }

    /** Waits until all are confirmed. */
    void empty() throws InterruptedException {
        take(size);
        room.release(size);
    }

    private void take(int permits) throws InterruptedException {
        if (!room.tryAcquire(permits, LIMIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("confirmations did not come within " + LIMIT_S + " s");
        }
        if (failure != null) {
            throw new IllegalStateException("a message was not taken", failure);
        }
    }

    @Override
    public void confirmed() {
        room.release();
    }

    @Override
    public void failed(Throwable reason) {
        failure = reason;
        room.release();
    }
}
