package io.mpreg.engine.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives the messages of a node one order: a message is kept in the backlog and put into all
 * mailboxes before the next one is. So every subscriber sees messages in the order of the backlog,
 * whoever published them, and "after that message" means the same for all of them.
 *
 * <p>What is foreign or slow, such as asking an executor for a thread, is put off until the message
 * is in all mailboxes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Sequencer {

    private final ReentrantLock turn = new ReentrantLock();

    /** What is put off; guarded by the turn. */
    private List<Runnable> later = new ArrayList<>();

    /** Waits for the calling thread's turn; {@link #end} must follow. */
    void begin() {
        turn.lock();
    }

    /** Ends the turn of the calling thread, and does what was put off. */
    void end() {
        List<Runnable> mine = release();
        for (int i = 0; i < mine.size(); i++) {
            mine.get(i).run();
        }
    }

    /** Does something while no message is on its way to mailboxes. */
    void between(Runnable action) {
        begin();
        try {
            action.run();
        } finally {
            end();
        }
    }

    /* What was put off stays for the outermost turn of this thread. */
    private List<Runnable> release() {
        List<Runnable> mine = List.of();
        if (!later.isEmpty() && turn.getHoldCount() == 1) {
            mine = later;
            later = new ArrayList<>();
        }
        turn.unlock();
        return mine;
    }

    /** Whether the calling thread has its turn. */
    boolean isMine() {
        return turn.isHeldByCurrentThread();
    }

    /** Whether the turn of the calling thread is not within another turn of it. */
    boolean isOutermost() {
        return turn.getHoldCount() == 1;
    }

    /** Does something at once, or after the turn that the calling thread has. */
    void afterTurn(Runnable action) {
        if (turn.isHeldByCurrentThread()) {
            later.add(action);
        } else {
            action.run();
        }
    }
}
