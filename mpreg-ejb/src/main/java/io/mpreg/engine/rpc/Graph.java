package io.mpreg.engine.rpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request's commands and what each waits for.
 *
 * @param steps the commands
 * @param indexes the commands' indexes by name
 * @param events the events that commands wait for
 * @param levels the commands' indexes, level by level
 */
record Graph(
        List<Step> steps,
        Map<String, Integer> indexes,
        List<EventPlan> events,
        List<List<Integer>> levels) {

    /** The level of each command. */
    Map<String, Integer> levelsByName() {
        Map<String, Integer> byName = new HashMap<>();
        steps.forEach(step -> byName.put(step.name(), step.level()));
        return byName;
    }

    /** The event that a name means in a command, else -1. */
    int event(Step step, String name) {
        int elsewhere = -1;
        for (EventPlan event : events) {
            if (event.name().equals(name)) {
                if (event.command() == step.index()) {
                    return event.index();
                }
                elsewhere = event.index();
            }
        }
        return elsewhere;
    }
}
