package io.mpreg.api.queue;

/**
 * The queues that belong to topic patterns.
 *
 * @since 0.1
 */
public final class TopicQueues {

    private static final String PREFIX = "topic-queue-";

    private TopicQueues() {}

    /**
     * The name of the queue that belongs to a pattern: {@code topic-queue-} and the pattern, in
     * which {@code *}, {@code #} and {@code %} are percent-escaped, since no queue's name may hold
     * wildcards.
     */
    public static String name(String pattern) {
        return PREFIX + pattern.replace("%", "%25").replace("*", "%2A").replace("#", "%23");
    }
}
