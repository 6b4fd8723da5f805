package io.mpreg.bench.rpc;

import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Ten tasks in four levels, each level with short tasks and a long one, the long ones not in one
 * line: what waits for a whole level waits for tasks that it does not need.
 *
 * @param tasks by name, each after those that it needs
 */
record UnevenGraph(Map<String, Task> tasks) {

    /** The function that works for some milliseconds. */
    static final String FUNCTION = "bench.work";

    private static final int LONGEST_MS = 20;

    /**
     * A task.
     *
     * @param level the length of the longest way to it
     * @param ms how long it takes
     * @param needs the tasks that it needs
     */
    record Task(int level, int ms, List<String> needs) {}

    /** The graph that is measured unless another is asked for. */
    static UnevenGraph fixed() {
        Map<String, Task> tasks = new LinkedHashMap<>();
        tasks.put("a", new Task(0, 20, List.of()));
        tasks.put("b", new Task(0, 2, List.of()));
        tasks.put("c", new Task(0, 0, List.of()));
        tasks.put("d", new Task(1, 2, List.of("a")));
        tasks.put("e", new Task(1, 18, List.of("b")));
        tasks.put("f", new Task(1, 4, List.of("c")));
        tasks.put("g", new Task(2, 14, List.of("d")));
        tasks.put("h", new Task(2, 2, List.of("e")));
        tasks.put("i", new Task(2, 20, List.of("f")));
        tasks.put("j", new Task(3, 5, List.of("g", "h", "i")));
        return new UnevenGraph(tasks);
    }

    /** The same graph with times at random. */
    static UnevenGraph random(long seed) {
        Random random = new Random(seed);
        Map<String, Task> tasks = new LinkedHashMap<>();
        fixed().tasks()
                .forEach(
                        (name, task) ->
                                tasks.put(
                                        name,
                                        new Task(
                                                task.level(),
                                                random.nextInt(LONGEST_MS + 1),
                                                task.needs())));
        return new UnevenGraph(tasks);
    }

    /** The request that runs it. */
    RpcRequest request() {
        List<Command> commands = new ArrayList<>();
        tasks.forEach(
                (name, task) -> {
                    List<Object> args = new ArrayList<>();
                    args.add(task.ms());
                    task.needs().forEach(needed -> args.add(Ref.to(needed)));
                    commands.add(Command.of(name, FUNCTION, args.toArray()));
                });
        return RpcRequest.of(commands);
    }

    /** The names of the tasks, level by level. */
    List<List<String>> levels() {
        List<List<String>> levels = new ArrayList<>();
        tasks.forEach(
                (name, task) -> {
                    while (levels.size() <= task.level()) {
                        levels.add(new ArrayList<>());
                    }
                    levels.get(task.level()).add(name);
                });
        return levels;
    }

    /**
     * How long the longest line of tasks takes.
     *
     * @param times how long each task took
     */
    double criticalPath(Map<String, Double> times) {
        Map<String, Double> ends = new LinkedHashMap<>();
        tasks.forEach(
                (name, task) -> {
                    double start = task.needs().stream().mapToDouble(ends::get).max().orElse(0);
                    ends.put(name, start + times.get(name));
                });
        return ends.values().stream().mapToDouble(end -> end).max().orElse(0);
    }
}
