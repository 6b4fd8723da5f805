package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.Optional;

/**
 * An event that a command waits for, checked and ready to be waited for.
 *
 * @param index its place among the events of the request
 * @param command the index of the command
 * @param commandName the name of the command
 * @param spec as the caller gave it
 * @param pattern where it is filed in the router
 * @param entries for a change in the cache: which entries count, as a pattern over region and key
 * @param field the place of the value in the event's value
 * @param condition the place that a condition looks at
 * @param timeout how long it is waited for
 * @param fallback its value when it does not come; empty if it must come
 */
record EventPlan(
        int index,
        int command,
        String commandName,
        EventDependency spec,
        TopicPattern pattern,
        Optional<TopicPattern> entries,
        Path field,
        Path condition,
        Duration timeout,
        Optional<Payload> fallback) {

    String name() {
        return spec.name();
    }
}
