package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.topic.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Builds the graph of one request and refuses what is not a graph. <b>Not</b> safe for use by
 * several threads.
 */
final class Graphs {

    /** So that the topics of two commands fit the grammar whatever their letters are. */
    private static final int LONGEST_NAME = 100;

    private final RpcSettings settings;
    private final List<Command> commands;
    private final Templates templates;
    private final EventPlans eventPlans;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<EventPlan> events = new ArrayList<>();
    private final List<List<Template>> args = new ArrayList<>();
    private final List<Map<String, Template>> kwargs = new ArrayList<>();
    private final List<TreeSet<Integer>> needs = new ArrayList<>();
    private final List<TreeSet<Integer>> waits = new ArrayList<>();
    private final List<List<Integer>> dependants = new ArrayList<>();

    private Graphs(RpcSettings settings, List<Command> commands, ClientContext caller) {
        this.settings = settings;
        this.commands = commands;
        this.templates = new Templates(caller);
        this.eventPlans = new EventPlans(settings, caller);
    }

    /** The graph of these commands. */
    static Graph of(RpcSettings settings, List<Command> commands, ClientContext caller) {
        return new Graphs(settings, commands, caller).build();
    }

    /** The error of a graph that is none. */
    static MpregException broken(String command, String path, String reason) {
        return MpregException.of(
                ErrorCode.BAD_GRAPH,
                "command '" + command + "'" + (path.isEmpty() ? "" : ", " + path) + ": " + reason,
                Map.of("command", command, "path", path));
    }

    private Graph build() {
        if (commands.size() > settings.maxCommands()) {
            throw MpregException.of(
                    ErrorCode.BAD_GRAPH,
                    "the request has "
                            + commands.size()
                            + " commands, at most "
                            + settings.maxCommands()
                            + " may be (mpreg.rpc.max-commands)",
                    Map.of("command", "", "path", "commands", "limit", settings.maxCommands()));
        }
        commands.forEach(this::name);
        for (Command command : commands) {
            event(command);
        }
        for (int i = 0; i < commands.size(); i++) {
            arguments(commands.get(i));
        }
        for (int i = 0; i < commands.size(); i++) {
            dependants.add(new ArrayList<>());
        }
        for (int i = 0; i < commands.size(); i++) {
            link(i);
        }
        int[] levels = levels();
        List<Step> steps = new ArrayList<>(commands.size());
        List<List<Integer>> byLevel = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            steps.add(step(i, levels[i]));
            while (byLevel.size() <= levels[i]) {
                byLevel.add(new ArrayList<>());
            }
            byLevel.get(levels[i]).add(i);
        }
        return new Graph(steps, indexes, events, byLevel);
    }

    private void name(Command command) {
        check(command);
        String name = command.name();
        if (indexes.putIfAbsent(name, indexes.size()) != null) {
            throw broken(name, "name", "another command of the request has the same name");
        }
    }

    /** Refuses a command that cannot be one, whatever else is in its request. */
    static void check(Command command) {
        String name = command.name();
        if (name.isEmpty()) {
            throw broken(name, "name", "a command has no name");
        }
        if (name.length() > LONGEST_NAME) {
            throw broken(
                    name.substring(0, LONGEST_NAME),
                    "name",
                    "a name has at most " + LONGEST_NAME + " characters, not " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
                throw broken(
                        name, "name", "a name consists of letters, digits, '_' and '-', not " + c);
            }
        }
        if (command.function().isEmpty()) {
            throw broken(name, "function", "it names no function");
        }
        command.timeout().ifPresent(time -> positive(name, time));
    }

    private static void positive(String command, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw MpregRequestException.field(
                    "timeout", "of command '" + command + "' must be positive, was " + timeout);
        }
    }

    private void event(Command command) {
        TreeSet<Integer> own = new TreeSet<>();
        for (int i = 0; i < command.after().size(); i++) {
            EventDependency event = command.after().get(i);
            String path = "after[" + i + "]";
            if (event.name().isEmpty()) {
                throw broken(command.name(), path, "the dependency has no name");
            }
            if (event.name().length() > LONGEST_NAME) {
                throw broken(
                        command.name(),
                        path,
                        "the name of a dependency has at most " + LONGEST_NAME + " characters");
            }
            if (indexes.containsKey(event.name())) {
                throw broken(
                        command.name(), path, "a command is named '" + event.name() + "' as well");
            }
            for (int earlier : own) {
                if (events.get(earlier).name().equals(event.name())) {
                    throw broken(
                            command.name(), path, "another one is named '" + event.name() + "'");
                }
            }
            own.add(events.size());
            events.add(
                    eventPlans.of(
                            events.size(),
                            indexes.get(command.name()),
                            command.name(),
                            path,
                            event));
        }
        waits.add(own);
    }

    private void arguments(Command command) {
        List<Template> positional = new ArrayList<>(command.args().size());
        for (int i = 0; i < command.args().size(); i++) {
            positional.add(templates.of(command.name(), "args[" + i + "]", command.args().get(i)));
        }
        args.add(positional);
        Map<String, Template> named = new LinkedHashMap<>();
        command.kwargs()
                .forEach(
                        (name, value) ->
                                named.put(
                                        name,
                                        templates.of(command.name(), "kwargs." + name, value)));
        kwargs.add(named);
    }

    private void link(int index) {
        TreeSet<Integer> needed = new TreeSet<>();
        needs.add(needed);
        args.get(index).forEach(arg -> arg.references((r, p) -> link(index, needed, r)));
        kwargs.get(index).values().forEach(arg -> arg.references((r, p) -> link(index, needed, r)));
        needed.forEach(other -> dependants.get(other).add(index));
    }

    private void link(int index, TreeSet<Integer> needed, Template.Reference reference) {
        String command = commands.get(index).name();
        String target = reference.name();
        for (int own : waits.get(index)) {
            if (events.get(own).name().equals(target)) {
                return;
            }
        }
        Integer other = indexes.get(target);
        if (other != null) {
            if (other == index) {
                throw broken(command, reference.place(), "it refers to itself");
            }
            needed.add(other);
            return;
        }
        List<EventPlan> elsewhere =
                events.stream().filter(event -> event.name().equals(target)).toList();
        if (elsewhere.size() != 1) {
            throw broken(
                    command,
                    reference.place(),
                    elsewhere.isEmpty()
                            ? "it refers to '" + target + "', which no command is named"
                            : "it refers to '" + target + "', which several commands wait for");
        }
        waits.get(index).add(elsewhere.get(0).index());
    }

    private int[] levels() {
        int size = commands.size();
        int[] missing = new int[size];
        int[] levels = new int[size];
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < size; i++) {
            missing[i] = needs.get(i).size();
            if (missing[i] == 0) {
                free.add(i);
            }
        }
        int done = 0;
        while (!free.isEmpty()) {
            int next = free.poll();
            done++;
            for (int dependant : dependants.get(next)) {
                levels[dependant] = Math.max(levels[dependant], levels[next] + 1);
                if (--missing[dependant] == 0) {
                    free.add(dependant);
                }
            }
        }
        if (done < size) {
            throw cycle(missing);
        }
        return levels;
    }

    private MpregException cycle(int[] missing) {
        int at = 0;
        while (missing[at] == 0) {
            at++;
        }
        // Every command left needs another one that is left, so this walk runs into a circle.
        List<Integer> walk = new ArrayList<>();
        while (!walk.contains(at)) {
            walk.add(at);
            at = needs.get(at).stream().filter(n -> missing[n] > 0).findFirst().orElseThrow();
        }
        walk.add(at);
        List<Integer> circle = walk.subList(walk.indexOf(at), walk.size());
        List<String> names = circle.stream().map(i -> commands.get(i).name()).toList();
        return broken(
                names.get(0),
                String.join(" -> ", names),
                "it depends on itself through other commands");
    }

    private Step step(int index, int level) {
        Command command = commands.get(index);
        return new Step(
                index,
                command,
                need(command),
                args.get(index),
                kwargs.get(index),
                List.copyOf((Collection<Integer>) needs.get(index)),
                List.copyOf((Collection<Integer>) waits.get(index)),
                dependants.get(index),
                level);
    }

    /** What a command asks of its provider. */
    static Step.Need need(Command command) {
        Optional<TopicName> topic;
        try {
            topic = Optional.of(TopicName.of(command.function()));
        } catch (MpregRequestException e) {
            topic = Optional.empty();
        }
        return new Step.Need(
                command.function(),
                topic,
                command.functionId(),
                VersionConstraint.parse(
                        "commands[" + command.name() + "].version", command.version()),
                command.resources(),
                command.targetCluster());
    }
}
