package io.mpreg.engine.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** An executor that runs tasks on the test's thread, in an order that a seed decides. */
final class SeededScheduler implements Executor {

    private final List<Runnable> tasks = new ArrayList<>();
    private final SplittableRandom random;

    SeededScheduler(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs one task; false if there is none. */
    boolean step() {
        if (tasks.isEmpty()) {
            return false;
        }
        int at = random.nextInt(tasks.size());
        Runnable task = tasks.get(at);
        tasks.set(at, tasks.get(tasks.size() - 1));
        tasks.remove(tasks.size() - 1);
        task.run();
        return true;
    }

    /** Runs until nothing is left. */
    void drain() {
        while (step()) {}
    }

    int pending() {
        return tasks.size();
    }
}
