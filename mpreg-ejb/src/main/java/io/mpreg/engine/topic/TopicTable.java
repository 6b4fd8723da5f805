package io.mpreg.engine.topic;

import java.util.function.BiConsumer;

/**
 * Who cares about which topics: values filed under patterns, found by topic.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; a match is never blocked by a change.
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
     * Takes a value out from under a pattern.
     *
     * @return false if it was not there
     */
    boolean remove(TopicPattern pattern, V value);

    /**
     * Gives every pair of pattern and value whose pattern matches the topic to the sink, each pair
     * once, in no particular order. A value filed under several matching patterns comes once with
     * each.
     */
    void match(TopicName topic, BiConsumer<? super TopicPattern, ? super V> sink);

    /** How many pairs there are. */
    long size();

    /** Gives every pair to the sink, as of some moment during the call for each pair. */
    void forEach(BiConsumer<? super TopicPattern, ? super V> sink);
}
