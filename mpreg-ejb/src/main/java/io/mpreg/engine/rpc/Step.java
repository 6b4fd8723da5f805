package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.Command;
import io.mpreg.engine.topic.TopicName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command as a node of its request's graph.
 *
 * @param index its place among the commands of the request
 * @param command as the caller gave it
 * @param need what its provider must have
 * @param args the positional arguments
 * @param kwargs the named arguments
 * @param needs the commands whose values it needs, by index
 * @param events the events that it waits for, by index
 * @param dependants the commands that need its value, by index
 * @param level the length of the longest way to it
 */
record Step(
        int index,
        Command command,
        Need need,
        List<Template> args,
        Map<String, Template> kwargs,
        List<Integer> needs,
        List<Integer> events,
        List<Integer> dependants,
        int level) {

    String name() {
        return command.name();
    }

    /**
     * What a command asks of its provider.
     *
     * @param topic where providers are filed; empty if the function's name is no topic
     */
    record Need(
            String function,
            Optional<TopicName> topic,
            Optional<String> functionId,
            VersionConstraint versions,
            Set<String> resources,
            Optional<String> cluster) {}
}
