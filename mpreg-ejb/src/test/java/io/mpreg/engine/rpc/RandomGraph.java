package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * A random graph of calls of {@code t.node}, and what a naive interpreter makes of it. The function
 * takes its name, how it shall behave, and everything it refers to; its value is {@code {"v": n,
 * "l": [n]}} with n = 1 + the sum of what it refers to.
 */
final class RandomGraph {

    /** How a command behaves. */
    enum Behaviour {
        AT_ONCE,
        LATER,
        FAILS,
        FAILS_LATER
    }

    final int size;
    final List<TreeSet<Integer>> needs = new ArrayList<>();
    final List<Behaviour> behaviours = new ArrayList<>();
    private final Random random;

    RandomGraph(Random random, int maxSize, int failPercent) {
        this.random = random;
        size = random.nextInt(maxSize + 1);
        for (int i = 0; i < size; i++) {
            TreeSet<Integer> needed = new TreeSet<>();
            int edges = i == 0 ? 0 : random.nextInt(Math.min(i, 4) + 1);
            for (int e = 0; e < edges; e++) {
                needed.add(random.nextInt(i));
            }
            needs.add(needed);
            boolean later = random.nextInt(3) == 0;
            boolean fails = random.nextInt(100) < failPercent;
            behaviours.add(
                    fails
                            ? later ? Behaviour.FAILS_LATER : Behaviour.FAILS
                            : later ? Behaviour.LATER : Behaviour.AT_ONCE);
        }
    }

    static String name(int i) {
        return "c" + i;
    }

    /** The commands, in any order. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<Object> refs = new ArrayList<>();
            for (int needed : needs.get(i)) {
                refs.add(reference(needed));
            }
            commands.add(
                    Command.of(name(i), "t.node", name(i), behaviours.get(i).name())
                            .kwarg("refs", refs));
        }
        Collections.shuffle(commands, random);
        return commands;
    }

    /** The same place, written in one of several ways. */
    private Object reference(int needed) {
        Ref place =
                random.nextBoolean()
                        ? Ref.to(name(needed)).field("v")
                        : Ref.to(name(needed)).field("l").index(0);
        return switch (random.nextInt(4)) {
            case 0 -> place;
            case 1 -> Map.of("$ref", place.path());
            case 2 -> List.of(place);
            default -> Map.of("deep", List.of(List.of(place)));
        };
    }

    /** What a naive interpreter finds for each command. */
    Map<String, CommandStatus> statuses() {
        Map<String, CommandStatus> statuses = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            boolean runs =
                    needs.get(i).stream()
                            .allMatch(n -> statuses.get(name(n)) == CommandStatus.SUCCEEDED);
            boolean fails =
                    behaviours.get(i) == Behaviour.FAILS
                            || behaviours.get(i) == Behaviour.FAILS_LATER;
            statuses.put(
                    name(i),
                    !runs
                            ? CommandStatus.SKIPPED
                            : fails ? CommandStatus.FAILED : CommandStatus.SUCCEEDED);
        }
        return statuses;
    }

    /** The value of each command that succeeds. */
    Map<String, Long> values() {
        Map<String, CommandStatus> statuses = statuses();
        Map<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            if (statuses.get(name(i)) == CommandStatus.SUCCEEDED) {
                long value = 1;
                for (int needed : needs.get(i)) {
                    value += values.get(name(needed));
                }
                values.put(name(i), value);
            }
        }
        return values;
    }

    /** The commands that nothing depends on. */
    List<String> leaves() {
        TreeSet<Integer> needed = new TreeSet<>();
        needs.forEach(needed::addAll);
        List<String> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (!needed.contains(i)) {
                leaves.add(name(i));
            }
        }
        return leaves;
    }

    int level(int i) {
        return needs.get(i).stream().mapToInt(n -> level(n) + 1).max().orElse(0);
    }
}
