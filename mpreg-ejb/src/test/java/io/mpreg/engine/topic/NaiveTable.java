package io.mpreg.engine.topic;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a table of topics must do, said as plainly as can be: the model that others are held
 * against.
 */
class NaiveTable<V> implements TopicTable<V> {

    private final Map<TopicPattern, Set<V>> filed = new HashMap<>();

    @Override
    public boolean add(TopicPattern pattern, V value) {
        return filed.computeIfAbsent(pattern, p -> new LinkedHashSet<>()).add(value);
    }

    @Override
    public boolean remove(TopicPattern pattern, V value) {
        Set<V> values = filed.getOrDefault(pattern, Set.of());
        boolean removed = values.contains(value) && values.remove(value);
        if (removed && values.isEmpty()) {
            filed.remove(pattern);
        }
        return removed;
    }

    @Override
    public boolean contains(TopicPattern pattern, V value) {
        return filed.getOrDefault(pattern, Set.of()).contains(value);
    }

    @Override
    public void match(TopicName topic, BiConsumer<? super TopicPattern, ? super V> sink) {
        forEach(
                (pattern, value) -> {
                    if (matches(segments(pattern.value()), segments(topic.value()))) {
                        sink.accept(pattern, value);
                    }
                });
    }

    /** The grammar's rule, word by word. */
    boolean matches(List<String> pattern, List<String> topic) {
        if (pattern.isEmpty()) {
            return topic.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return matches(rest, topic)
                    || !topic.isEmpty() && matches(pattern, topic.subList(1, topic.size()));
        }
        return !topic.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(topic.get(0)))
                && matches(rest, topic.subList(1, topic.size()));
    }

    private static List<String> segments(String text) {
        return List.of(text.split("\\."));
    }

    @Override
    public void values(TopicName topic, Consumer<? super V> sink) {
        match(topic, (pattern, value) -> sink.accept(value));
    }

    @Override
    public int count(TopicName topic) {
        int[] count = new int[1];
        values(topic, value -> count[0]++);
        return count[0];
    }

    @Override
    public boolean matches(TopicName topic) {
        return count(topic) > 0;
    }

    @Override
    public long size() {
        return filed.values().stream().mapToLong(Set::size).sum();
    }

    @Override
    public long patterns() {
        return filed.size();
    }

    @Override
    public void forEach(BiConsumer<? super TopicPattern, ? super V> sink) {
        filed.forEach((pattern, values) -> values.forEach(value -> sink.accept(pattern, value)));
    }
}
