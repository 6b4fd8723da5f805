package io.mpreg.engine.topic;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * A table that groups its pairs by pattern and walks a tree of segments.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class TrieTable<V> implements TopicTable<V> {

    private final Node<V> root = new Node<>();
    private final LongAdder size = new LongAdder();

    @Override
    public synchronized boolean add(TopicPattern pattern, V value) {
        Node<V> node = root;
        for (String segment : pattern.value().split("\\.")) {
            node = node.children.computeIfAbsent(segment, s -> new Node<>());
        }
        node.pattern = pattern;
        boolean added = node.values.add(value);
        if (added) {
            size.increment();
        }
        return added;
    }

    @Override
    public synchronized boolean remove(TopicPattern pattern, V value) {
        boolean removed = remove(root, pattern.value().split("\\."), 0, value);
        if (removed) {
            size.decrement();
        }
        return removed;
    }

    @Override
    public void match(TopicName topic, BiConsumer<? super TopicPattern, ? super V> sink) {
        Set<Node<V>> reached = ConcurrentHashMap.newKeySet();
        walk(root, topic.value().split("\\."), 0, reached);
        for (Node<V> node : reached) {
            TopicPattern pattern = node.pattern;
            if (pattern != null) {
                node.values.forEach(value -> sink.accept(pattern, value));
            }
        }
    }

    @Override
    public long size() {
        return size.sum();
    }

    @Override
    public void forEach(BiConsumer<? super TopicPattern, ? super V> sink) {
        forEach(root, sink);
    }

    private static <V> void forEach(
            Node<V> node, BiConsumer<? super TopicPattern, ? super V> sink) {
        TopicPattern pattern = node.pattern;
        if (pattern != null) {
            node.values.forEach(value -> sink.accept(pattern, value));
        }
        node.children.values().forEach(child -> forEach(child, sink));
    }

    private static <V> void walk(Node<V> node, String[] segments, int at, Set<Node<V>> reached) {
        if (at == segments.length) {
            reached.add(node);
        } else {
            step(node.children.get(segments[at]), segments, at + 1, reached);
            step(node.children.get("*"), segments, at + 1, reached);
        }
        Node<V> many = node.children.get("#");
        if (many != null) {
            for (int skip = at; skip <= segments.length; skip++) {
                walk(many, segments, skip, reached);
            }
        }
    }

    private static <V> void step(
            @org.jspecify.annotations.Nullable Node<V> child,
            String[] segments,
            int at,
            Set<Node<V>> reached) {
        if (child != null) {
            walk(child, segments, at, reached);
        }
    }

    private static <V> boolean remove(Node<V> node, String[] segments, int at, V value) {
        if (at == segments.length) {
            return node.values.remove(value);
        }
        Node<V> child = node.children.get(segments[at]);
        if (child == null || !remove(child, segments, at + 1, value)) {
            return false;
        }
        if (child.values.isEmpty() && child.children.isEmpty()) {
            node.children.remove(segments[at]);
        }
        return true;
    }

    private static final class Node<V> {
        private final ConcurrentHashMap<String, Node<V>> children = new ConcurrentHashMap<>();
        private final Set<V> values = ConcurrentHashMap.newKeySet();
        private volatile @org.jspecify.annotations.Nullable TopicPattern pattern;
    }
}
