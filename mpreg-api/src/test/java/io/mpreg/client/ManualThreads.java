package io.mpreg.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/** Threads whose time a test moves on. */
final class ManualThreads implements ClientThreads {

    private final List<Task> tasks = new ArrayList<>();
    private long millis = 1_000_000;

    private record Task(long due, Runnable action) {}

    @Override
    public Executor callbacks() {
        return Runnable::run;
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Task task = new Task(millis + delay.toMillis(), action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public long millis() {
        return millis;
    }

    /** Moves the time on, and runs everything when it is due. */
    void pass(Duration time) {
        long end = millis + time.toMillis();
        while (waiting() > 0 && next().due <= end) {
            millis = Math.max(millis, next().due);
            runNext();
        }
        millis = end;
    }

    /** Moves the time on, and runs nothing, as on a machine that is held up. */
    void hang(Duration time) {
        millis += time.toMillis();
    }

    /** How much is to be run later. */
    int waiting() {
        return tasks.size();
    }

    private Task next() {
        return tasks.stream().min(Comparator.comparingLong(Task::due)).orElseThrow();
    }

    private void runNext() {
        Task task = next();
        tasks.remove(task);
        task.action.run();
    }

    @Override
    public void close() {
        tasks.clear();
    }
}
