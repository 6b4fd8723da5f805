package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.EventDependency.Strategy;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.Optional;

/** Checks the events that commands wait for, and finds the topics that they come on. */
final class EventPlans {

    private static final String COMMAND = "mpreg.rpc.command.";
    private static final String QUEUE = "mpreg.queue.";
    private static final String ANY_CACHE = "mpreg.cache.";
    private static final String CACHE = ANY_CACHE + "events.";
    private static final String FEDERATION = "mpreg.federation.cluster.";

    private final RpcSettings settings;
    private final ClientContext caller;

    EventPlans(RpcSettings settings, ClientContext caller) {
        this.settings = settings;
        this.caller = caller;
    }

    EventPlan of(int index, int command, String name, String place, EventDependency event) {
        String where = "commands[" + command + "]." + place;
        check(where, event);
        Optional<TopicPattern> entries = Optional.empty();
        String topics;
        switch (event.type()) {
            case RPC_COMMAND -> topics = below(COMMAND, event.pattern());
            case QUEUE_MESSAGE -> topics = below(QUEUE, event.pattern());
            case FEDERATION_SYNC -> topics = below(FEDERATION, event.pattern());
            case CACHE_UPDATE -> {
                if (event.pattern().startsWith(ANY_CACHE)) {
                    topics = event.pattern();
                } else {
                    topics = CACHE + region(event.pattern());
                    entries = Optional.of(pattern(where, event.pattern()));
                }
            }
            default -> topics = event.pattern();
        }
        return new EventPlan(
                index,
                command,
                name,
                event,
                pattern(where, topics),
                entries,
                path(where + ".field", event.field()),
                path(
                        where + ".condition",
                        event.condition().map(EventDependency.Condition::field).orElse("")),
                RpcSettings.bounded(event.timeout().orElse(settings.eventTimeout())),
                event.required()
                        ? Optional.empty()
                        : Optional.of(caller.encode(event.defaultValue())));
    }

    /** The topics of the region that a pattern over entries begins with, if it names one. */
    private static String region(String pattern) {
        int end = pattern.indexOf('.');
        String first = end < 0 ? pattern : pattern.substring(0, end);
        boolean named = first.chars().allMatch(c -> c < 128 && c != '*' && c != '#' && c != '%');
        return named ? first + ".*" : "#";
    }

    private static String below(String prefix, String pattern) {
        return pattern.startsWith(prefix) ? pattern : prefix + pattern;
    }

    private static TopicPattern pattern(String where, String text) {
        try {
            return TopicPattern.of(text);
        } catch (MpregRequestException e) {
            throw MpregRequestException.field(where + ".pattern", e.getMessage());
        }
    }

    private static Path path(String where, String text) {
        try {
            return Path.ofFields(text);
        } catch (Path.Malformed e) {
            throw MpregRequestException.field(where, String.valueOf(e.getMessage()));
        }
    }

    private static void check(String where, EventDependency event) {
        positive(where + ".timeout", event.timeout());
        if (event.delay().isNegative()) {
            throw MpregRequestException.field(where + ".delay", "it must not be negative");
        }
        if (event.batchTime().isNegative() || event.batchCount() < 0) {
            throw MpregRequestException.field(where + ".batch", "it must not be negative");
        }
        if (event.strategy() == Strategy.BATCH) {
            if (event.batchCount() == 0 && event.batchTime().isZero()) {
                throw MpregRequestException.field(
                        where + ".batch", "a batch needs a count or a time");
            }
            if (event.batchCount() > EventWait.MAX_BATCH) {
                throw MpregRequestException.field(
                        where + ".batch", "at most " + EventWait.MAX_BATCH + " events can be one");
            }
        }
        if (event.strategy() == Strategy.CONDITIONAL && event.condition().isEmpty()) {
            throw MpregRequestException.field(where + ".condition", "it is missing");
        }
    }

    private static void positive(String where, Optional<Duration> time) {
        if (time.isPresent() && (time.get().isNegative() || time.get().isZero())) {
            throw MpregRequestException.field(where, "it must be positive, was " + time.get());
        }
    }
}
