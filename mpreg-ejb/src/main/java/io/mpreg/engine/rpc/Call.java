package io.mpreg.engine.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One attempt to run a command at a provider.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Call {

    /** Hears how far a call is. */
    interface Progress {
        void at(double percent, String step);
    }

    private enum State {
        OPEN,
        ENDED,
        CANCELLED
    }

    private final Invocation invocation;
    private final Consumer<CallEnd> ended;
    private final Progress progress;
    private final Object lock = new Object();
    private final List<Runnable> cancelActions = new ArrayList<>(1);
    private volatile State state = State.OPEN;

    Call(Invocation invocation, Progress progress, Consumer<CallEnd> ended) {
        this.invocation = invocation;
        this.progress = progress;
        this.ended = ended;
    }

    Invocation invocation() {
        return invocation;
    }

    /** Whether nobody waits for its end any more. */
    boolean isOver() {
        return state != State.OPEN;
    }

    boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /** Ends the call; nothing happens if it is over. */
    void end(CallEnd end) {
        synchronized (lock) {
            if (state != State.OPEN) {
                return;
            }
            state = State.ENDED;
            cancelActions.clear();
        }
        ended.accept(end);
    }

    /** Gives the call up and tells those who asked to be told; its end is not reported. */
    void cancel() {
        List<Runnable> actions;
        synchronized (lock) {
            if (state != State.OPEN) {
                return;
            }
            state = State.CANCELLED;
            actions = List.copyOf(cancelActions);
            cancelActions.clear();
        }
        actions.forEach(Runnable::run);
    }

    /**
     * Runs an action when the call is cancelled, at once if it has been. Actions run on the
     * cancelling thread: they do not block, throw or run foreign code.
     */
    void onCancel(Runnable action) {
        synchronized (lock) {
            if (state == State.OPEN) {
                cancelActions.add(action);
                return;
            }
        }
        if (isCancelled()) {
            action.run();
        }
    }

    /** Reports how far it is; nothing happens if it is over. */
    void progress(double percent, String step) {
        if (state == State.OPEN) {
            progress.at(percent, step);
        }
    }
}
