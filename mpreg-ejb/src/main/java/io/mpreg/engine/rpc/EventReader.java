package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.Escape;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out whether a message is the event that is waited for, and its value. */
final class EventReader {

    /** Events of a cache that are no change. */
    private static final Set<String> READS = Set.of("hit", "miss");

    private final EventPlan plan;

    EventReader(EventPlan plan) {
        this.plan = plan;
    }

    /** Whether the message counts. */
    boolean concerns(UnifiedMessage message) {
        if (!message.headers().contains(plan.spec().filter())) {
            return false;
        }
        if (plan.entries().isPresent() && !isEntry(plan.entries().get(), message)) {
            return false;
        }
        return plan.spec().strategy() != EventDependency.Strategy.CONDITIONAL
                || fulfils(plan.spec().condition().orElseThrow(), message);
    }

    /** The value of the event. */
    Payload value(UnifiedMessage message) throws Path.Missing {
        return whole(message).at(plan.field());
    }

    /** The event's value before a field is picked: what the message is about. */
    private Resolved whole(UnifiedMessage message) throws Path.Missing {
        Resolved body = new Resolved(message.payload());
        String inner =
                switch (plan.spec().type()) {
                    case RPC_COMMAND -> "result";
                    case QUEUE_MESSAGE -> "payload";
                    case CACHE_UPDATE -> "value";
                    default -> "";
                };
        if (inner.isEmpty() || !message.topic().isControl() || !message.payload().isJson()) {
            return body;
        }
        if (body.tree() instanceof Map<?, ?> map && map.containsKey(inner)) {
            return new Resolved(Trees.payload(map.get(inner)));
        }
        return plan.spec().type() == EventDependency.Type.QUEUE_MESSAGE
                ? body
                : new Resolved(Payload.NULL);
    }

    private static boolean isEntry(TopicPattern pattern, UnifiedMessage message) {
        try {
            if (!(new Resolved(message.payload()).tree() instanceof Map<?, ?> map)
                    || !(map.get("region") instanceof String region)
                    || !(map.get("key") instanceof String key)
                    || READS.contains(String.valueOf(map.get("event")))) {
                return false;
            }
            StringBuilder entry = new StringBuilder(Escape.segment(region));
            for (String segment : key.split("\\.", -1)) {
                entry.append('.').append(Escape.segment(segment));
            }
            return pattern.matches(TopicName.of(entry.toString()));
        } catch (Path.Missing | MpregRequestException e) {
            // A message that names no entry is not about one.
            return false;
        }
    }

    private boolean fulfils(Condition condition, UnifiedMessage message) {
        Object found;
        boolean exists = true;
        try {
            found = plan.condition().in(whole(message).tree());
        } catch (Path.Missing e) {
            found = null;
            exists = false;
        }
        return switch (condition.operator()) {
            case EXISTS -> exists != Boolean.FALSE.equals(condition.operand());
            case EQUALS -> exists && same(found, condition.operand());
            case GREATER -> exists && compare(found, condition.operand()) > 0;
            case LESS -> exists && compare(found, condition.operand()) < 0;
        };
    }

    /** Positive, negative, or 0 also where the two cannot be compared. */
    private static int compare(@Nullable Object found, @Nullable Object operand) {
        if (found instanceof Number one && operand instanceof Number other) {
            return decimal(one).compareTo(decimal(other));
        }
        return found instanceof String one && operand instanceof String other
                ? one.compareTo(other)
                : 0;
    }

    private static boolean same(@Nullable Object found, @Nullable Object operand) {
        if (found instanceof Number one && operand instanceof Number other) {
            return decimal(one).compareTo(decimal(other)) == 0;
        }
        if (found instanceof List<?> one && operand instanceof List<?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (found instanceof Map<?, ?> one && operand instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
        }
        return Objects.equals(found, operand);
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }
}
