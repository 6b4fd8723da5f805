package io.mpreg.engine.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets the thread that ended a function go on with a function that this allowed to start, if both
 * belong to the same executor: waking another thread would take longer, above all on a busy
 * machine.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Relay {

    private final ThreadLocal<@Nullable Catch> here = new ThreadLocal<>();

    /** What became ready while a thread ended a function. */
    private static final class Catch {
        private final Executor executor;
        private final List<LocalRun> runs = new ArrayList<>(2);

        Catch(Executor executor) {
            this.executor = executor;
        }
    }

    /**
     * Ends a function, on a thread of its executor.
     *
     * @param ending runs no foreign code
     * @return the runs that became ready for the same executor meanwhile; the caller sees to them
     */
    List<LocalRun> ending(Executor executor, Runnable ending) {
        Catch caught = new Catch(executor);
        here.set(caught);
        try {
            ending.run();
        } finally {
            here.remove();
        }
        return caught.runs;
    }

    /** Leaves a run to this thread, if it is about to be free for it. */
    boolean take(Executor executor, LocalRun run) {
        Catch open = here.get();
        if (open == null || open.executor != executor) {
            return false;
        }
        open.runs.add(run);
        return true;
    }
}
