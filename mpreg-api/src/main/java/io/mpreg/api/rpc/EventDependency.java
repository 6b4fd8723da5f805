package io.mpreg.api.rpc;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that a command waits for; its payload can be referred to under the dependency's name.
 *
 * @param name the name by which a {@link Ref} reaches the event's value
 * @param type the system that the event comes from
 * @param pattern a topic pattern over the events of that system: over the topic of a message,
 *     {@code queue.event} of a queue, {@code region.key} of a cache, {@code
 *     requestId:command.event} of a command, {@code cluster.event} of a federation; or the full
 *     topic of these events
 * @param filter headers that the event must have with these values
 * @param field the path in the payload that is the value; empty for the whole payload
 * @param strategy when the value counts as there
 * @param condition for {@link Strategy#CONDITIONAL}: what the value must fulfil
 * @param delay for {@link Strategy#DELAYED}: the wait after the event
 * @param batchCount for {@link Strategy#BATCH}: how many events; 0 for no such limit
 * @param batchTime for {@link Strategy#BATCH}: how long after the first event; zero for no such
 *     limit
 * @param timeout how long to wait, instead of the node's default
 * @param required whether the command fails when the event does not come
 * @param defaultValue the value of an event that is not required and did not come
 * @since 0.1
 */
public record EventDependency(
        String name,
        Type type,
        String pattern,
        Map<String, String> filter,
        String field,
        Strategy strategy,
        Optional<Condition> condition,
        Duration delay,
        int batchCount,
        Duration batchTime,
        Optional<Duration> timeout,
        boolean required,
        @Nullable Object defaultValue) {

    /** Where an event comes from. */
    public enum Type {
        RPC_COMMAND,
        QUEUE_MESSAGE,
        PUBSUB_MESSAGE,
        CACHE_UPDATE,
        FEDERATION_SYNC,
        EXTERNAL_EVENT
    }

    /** When the value of an event counts as there. */
    public enum Strategy {
        /** With the first event. */
        IMMEDIATE,
        /** After a number of events or a time after the first; the value is the list of them. */
        BATCH,
        /** A fixed time after the first event. */
        DELAYED,
        /** With the first event that fulfils a condition. */
        CONDITIONAL
    }

    /**
     * What a value must fulfil.
     *
     * @param field the path in the payload to look at; empty for the whole payload
     * @param operator how to compare
     * @param operand with what; for {@link Operator#EXISTS} whether it shall exist
     */
    public record Condition(String field, Operator operator, @Nullable Object operand) {
        public Condition {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(operator, "operator");
        }
    }

    /** How a condition compares. */
    public enum Operator {
        EQUALS,
        EXISTS,
        GREATER,
        LESS
    }

    public EventDependency {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(pattern, "pattern");
        filter = Map.copyOf(filter);
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(batchTime, "batchTime");
        Objects.requireNonNull(timeout, "timeout");
    }

    /** The first event that matches, required, within the node's default time. */
    public static EventDependency on(String name, Type type, String pattern) {
        return new EventDependency(
                name,
                type,
                pattern,
                Map.of(),
                "",
                Strategy.IMMEDIATE,
                Optional.empty(),
                Duration.ZERO,
                0,
                Duration.ZERO,
                Optional.empty(),
                true,
                null);
    }

    /** The place in the payload that is the value. */
    public EventDependency field(String path) {
        return new EventDependency(
                name,
                type,
                pattern,
                filter,
                path,
                strategy,
                condition,
                delay,
                batchCount,
                batchTime,
                timeout,
                required,
                defaultValue);
    }

    /** How long to wait, instead of the node's default. */
    public EventDependency timeout(Duration time) {
        return new EventDependency(
                name,
                type,
                pattern,
                filter,
                field,
                strategy,
                condition,
                delay,
                batchCount,
                batchTime,
                Optional.of(time),
                required,
                defaultValue);
    }

    /** Only an event that has these headers with these values. */
    public EventDependency filter(Map<String, String> headers) {
        return new EventDependency(
                name,
                type,
                pattern,
                headers,
                field,
                strategy,
                condition,
                delay,
                batchCount,
                batchTime,
                timeout,
                required,
                defaultValue);
    }

    /** A fixed time after the first event. */
    public EventDependency delayed(Duration time) {
        return new EventDependency(
                name,
                type,
                pattern,
                filter,
                field,
                Strategy.DELAYED,
                condition,
                time,
                batchCount,
                batchTime,
                timeout,
                required,
                defaultValue);
    }

    /**
     * With a number of events, or a time after the first of them, whichever comes first; the value
     * is the list of them.
     *
     * @param count how many events; 0 for no such limit
     * @param time how long after the first one; zero for no such limit
     */
    public EventDependency batch(int count, Duration time) {
        return new EventDependency(
                name,
                type,
                pattern,
                filter,
                field,
                Strategy.BATCH,
                condition,
                delay,
                count,
                time,
                timeout,
                required,
                defaultValue);
    }

    /** With the first event whose payload fulfils a condition. */
    public EventDependency when(String path, Operator operator, @Nullable Object operand) {
        return new EventDependency(
                name,
                type,
                pattern,
                filter,
                field,
                Strategy.CONDITIONAL,
                Optional.of(new Condition(path, operator, operand)),
                delay,
                batchCount,
                batchTime,
                timeout,
                required,
                defaultValue);
    }

    /** Does without the event, with this value instead, when it does not come in time. */
    public EventDependency orElse(@Nullable Object value) {
        return new EventDependency(
                name,
                type,
                pattern,
                filter,
                field,
                strategy,
                condition,
                delay,
                batchCount,
                batchTime,
                timeout,
                false,
                value);
    }
}
