package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

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

    /** Brings a message to its mailboxes when it is its turn; then does what was put off. */
    int inTurn(UnifiedMessage message, ToIntFunction<UnifiedMessage> bring) {
        List<Runnable> mine;
        int result;
        turn.lock();
        try {
            result = bring.applyAsInt(message);
        } finally {
            mine = end();
        }
        run(mine);
        return result;
    }

    /** Does something while no message is on its way to mailboxes. */
    void between(Runnable action) {
        List<Runnable> mine;
        turn.lock();
        try {
            action.run();
        } finally {
            mine = end();
        }
        run(mine);
    }

    /* What was put off stays for the outermost turn of this thread. */
    private List<Runnable> end() {
        List<Runnable> mine = List.of();
        if (!later.isEmpty() && turn.getHoldCount() == 1) {
            mine = later;
            later = new ArrayList<>();
        }
        turn.unlock();
        return mine;
    }

    private static void run(List<Runnable> actions) {
        for (int i = 0; i < actions.size(); i++) {
            actions.get(i).run();
        }
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
