package io.mpreg.engine.time;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the thread that hands them over, one after the other: a task that is handed over by
 * another one runs after it, not inside it, so chains of tasks need no deep stack.
 *
 * <p>For tasks that are short and wait for nothing; it saves them the change of threads.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Trampoline implements Executor {

    private final ThreadLocal<@Nullable ArrayDeque<Runnable>> waiting = new ThreadLocal<>();

    @Override
    public void execute(Runnable task) {
        ArrayDeque<Runnable> here = waiting.get();
        if (here != null) {
            here.add(task);
            return;
        }
        here = new ArrayDeque<>(4);
        waiting.set(here);
        try {
            for (Runnable next = task; next != null; next = here.poll()) {
                next.run();
            }
        } finally {
            waiting.remove();
        }
    }
}
