package io.mpreg.engine.time;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Runs tasks on the thread that hands them over, one after the other: a task that is handed over by
 * another one runs after it, not inside it, so chains of tasks need no deep stack.
 *
 * <p>For tasks that are short and wait for nothing; it saves them the change of threads.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Trampoline implements Executor {

    /** What a thread has to do; holds what runs in front. Of the JDK's types, for it stays. */
    private final ThreadLocal<ArrayDeque<Runnable>> waiting =
            ThreadLocal.withInitial(() -> new ArrayDeque<>(4));

    @Override
    public void execute(Runnable task) {
        ArrayDeque<Runnable> here = waiting.get();
        boolean runs = !here.isEmpty();
        here.add(task);
        if (runs) {
            return;
        }
        try {
            Runnable next;
            while ((next = here.peekFirst()) != null) {
                next.run();
                here.pollFirst();
            }
        } finally {
            here.clear();
        }
    }
}
