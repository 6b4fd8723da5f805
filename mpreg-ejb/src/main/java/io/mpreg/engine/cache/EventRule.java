package io.mpreg.engine.cache;

import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.engine.topic.TopicPattern;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which happenings in some regions are published.
 *
 * @param regions a topic pattern over the names of regions
 * @param events what is published
 * @param conditions what an event's fields must fulfil, all of them; {@code key}, {@code version},
 *     {@code bytes}, {@code hits}, or a path into the value such as {@code value.status}
 */
public record EventRule(TopicPattern regions, Set<CacheEvent> events, List<Condition> conditions) {

    public EventRule {
        EnumSet<CacheEvent> quick = EnumSet.noneOf(CacheEvent.class);
        quick.addAll(events);
        events = Collections.unmodifiableSet(quick);
        conditions = List.copyOf(conditions);
    }

    /** The rule of a region. */
    static EventRule of(CacheSettings settings, String region) {

        for (EventRule rule : settings.rules()) {
            if (KeyPattern.of(rule.regions().value()).matches(region)) {
                return rule;
            }
        }
        return new EventRule(TopicPattern.of("#"), settings.events(), List.of());
    }

    boolean publishes(CacheEvent event) {
        return events.contains(event);
    }

    /** Whether the fields of an event are as they must be. */
    boolean fulfilledBy(Map<String, @Nullable Object> body, @Nullable Entry entry) {
        if (conditions.isEmpty()) {
            return true;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(body);
        if (entry != null) {
            fields.put("value", Trees.tree(entry.value()));
            fields.put("bytes", (long) entry.value().size());
            fields.put("hits", entry.hits());
        }
        for (Condition condition : conditions) {
            if (!fulfils(condition, fields)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fulfils(Condition condition, Map<String, @Nullable Object> fields) {
        Object value = fields;
        boolean there = true;
        for (String field : condition.field().split("\\.")) {
            there = value instanceof Map<?, ?> map && map.containsKey(field);
            if (!there) {
                break;
            }
            value = ((Map<?, ?>) value).get(field);
        }
        Object operand = condition.operand();
        if (condition.operator() == Operator.EXISTS) {
            return there != Boolean.FALSE.equals(operand);
        }
        if (!there) {
            return false;
        }
        if (condition.operator() == Operator.EQUALS) {
            return Trees.same(value, whole(operand));
        }
        int wanted = condition.operator() == Operator.GREATER ? 1 : -1;
        if (value instanceof Number a && whole(operand) instanceof Number b) {
            return Integer.signum(Trees.compare(a, b)) == wanted;
        }
        return value instanceof String a
                && operand instanceof String b
                && Integer.signum(a.compareTo(b)) == wanted;
    }

    /** Numbers as they stand in a tree. */
    private static @Nullable Object whole(@Nullable Object operand) {
        if (operand instanceof Double || operand instanceof Float) {
            return new BigDecimal(operand.toString());
        }
        return operand instanceof Integer number ? (Object) number.longValue() : operand;
    }
}
