package io.mpreg.engine.route;

import io.mpreg.api.Priority;
import io.mpreg.engine.topic.TopicPattern;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * A rule on the ways that messages may take. Of the policies that fit a message, the first one is
 * applied: whoever is beyond its limits does not get the message.
 *
 * @param id names it in results and statistics
 * @param pattern the topics that it is for
 * @param kinds the kinds of messages that it is for; all if empty
 * @param priorities the priorities that it is for; all if empty
 * @param preferLocal whether parties elsewhere are left out where this node has one of the same
 *     system
 * @param maxFederationHops how many clusters the way may pass
 * @param maxLatencyMs how long the way may take, as far as is known, in milliseconds
 * @param maxCost what the way may cost
 * @param minReliability how reliable the way has to be, 0 to 1
 */
public record RoutingPolicy(
        String id,
        TopicPattern pattern,
        Set<MessageKind> kinds,
        Set<Priority> priorities,
        boolean preferLocal,
        int maxFederationHops,
        double maxLatencyMs,
        double maxCost,
        double minReliability) {

    static final String DEFAULT_ID = "default";

    public RoutingPolicy {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pattern, "pattern");
        kinds = Set.copyOf(kinds);
        priorities = Set.copyOf(priorities);
        if (maxFederationHops < 0
                || !(maxLatencyMs >= 0)
                || !(maxCost >= 0)
                || !(minReliability >= 0 && minReliability <= 1)) {
            throw new IllegalArgumentException(
                    "the limits of policy '"
                            + id
                            + "' must not be negative, its reliability at most 1");
        }
    }

    /** A policy for all messages on some topics that excludes nobody yet. */
    public static RoutingPolicy of(String id, TopicPattern pattern) {
        return new RoutingPolicy(
                id,
                pattern,
                Set.of(),
                Set.of(),
                false,
                Integer.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                0);
    }

    /** The same for some kinds of messages only. */
    public RoutingPolicy forKinds(MessageKind first, MessageKind... more) {
        return new RoutingPolicy(
                id,
                pattern,
                EnumSet.of(first, more),
                priorities,
                preferLocal,
                maxFederationHops,
                maxLatencyMs,
                maxCost,
                minReliability);
    }

    /** The same for some priorities only. */
    public RoutingPolicy forPriorities(Priority first, Priority... more) {
        return new RoutingPolicy(
                id,
                pattern,
                kinds,
                EnumSet.of(first, more),
                preferLocal,
                maxFederationHops,
                maxLatencyMs,
                maxCost,
                minReliability);
    }

    /** The same that leaves out parties elsewhere where this node has one. */
    public RoutingPolicy preferringLocal() {
        return new RoutingPolicy(
                id,
                pattern,
                kinds,
                priorities,
                true,
                maxFederationHops,
                maxLatencyMs,
                maxCost,
                minReliability);
    }

    /** The same with limits. */
    public RoutingPolicy within(
            int federationHops, double latencyMs, double cost, double reliability) {
        return new RoutingPolicy(
                id,
                pattern,
                kinds,
                priorities,
                preferLocal,
                federationHops,
                latencyMs,
                cost,
                reliability);
    }

    boolean fits(MessageKind kind, Priority priority) {
        return (kinds.isEmpty() || kinds.contains(kind))
                && (priorities.isEmpty() || priorities.contains(priority));
    }
}
