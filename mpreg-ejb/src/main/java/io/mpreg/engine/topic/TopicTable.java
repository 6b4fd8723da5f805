package io.mpreg.engine.topic;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Who cares about which topics: values filed under patterns, found by topic.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; a match is never blocked by a change.
 * What was filed before a match began, and stays, is found; what changes meanwhile may be.
 *
 * @param <V> what is filed; compared by {@code equals}
 */
public interface TopicTable<V> {

    /**
     * Files a value under a pattern.
     *
     * @return false if it was there already
     */
    boolean add(TopicPattern pattern, V value);

    /**
     * Files many values, faster than one by one.
     *
     * @return how many were not there already
     */
    default long addAll(Iterable<? extends Map.Entry<TopicPattern, ? extends V>> pairs) {
        long added = 0;
        for (Map.Entry<TopicPattern, ? extends V> pair : pairs) {
            added += add(pair.getKey(), pair.getValue()) ? 1 : 0;
        }
        return added;
    }

    /**
     * Takes a value out from under a pattern.
     *
     * @return false if it was not there
     */
    boolean remove(TopicPattern pattern, V value);

    /** Whether a value is filed under a pattern. */
    boolean contains(TopicPattern pattern, V value);

    /**
     * Gives every pair of pattern and value whose pattern matches the topic to the sink, each pair
     * once, in no particular order. A value filed under several matching patterns comes once with
     * each.
     */
    void match(TopicName topic, BiConsumer<? super TopicPattern, ? super V> sink);

    /**
     * Gives every value to the sink that is filed under a pattern that matches the topic, once for
     * each such pattern. Makes no garbage.
     */
    void values(TopicName topic, Consumer<? super V> sink);

    /** How many pairs match a topic. */
    int count(TopicName topic);

    /** Whether any pattern matches a topic. */
    boolean matches(TopicName topic);

    /** How many pairs there are. */
    long size();

    /** How many different patterns there are. */
    long patterns();

    /**
     * Gives every pair to the sink. A pair that is there during the whole call comes once; one that
     * is added or removed meanwhile comes once or not at all.
     */
    void forEach(BiConsumer<? super TopicPattern, ? super V> sink);
}
