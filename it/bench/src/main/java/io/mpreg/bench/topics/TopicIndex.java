package io.mpreg.bench.topics;

/** A matcher of topics, as far as the measurement needs one. */
public interface TopicIndex {

    /** Its name on the result lines. */
    String name();

    /** A pattern of our grammar in its own form. */
    Object pattern(String pattern);

    /** A topic of our grammar in its own form. */
    Object topic(String topic);

    /** Files a subscriber under a pattern. */
    void add(Object pattern, String subscriber) throws Throwable;

    /** Takes it out again. */
    void remove(Object pattern, String subscriber) throws Throwable;

    /** How many subscribers a topic has. */
    int match(Object topic) throws Throwable;
}
