package io.mpreg.engine.topic;

/**
 * A valid topic: 1 to 32 segments joined by dots, without wildcards.
 *
 * @param value the topic as text
 */
public record TopicName(String value) implements Comparable<TopicName> {

    /** The first segment of the control plane, where only the node itself may publish. */
    public static final String CONTROL_PREFIX = "mpreg.";

    public TopicName {
        TopicGrammar.checkTopic(value);
    }

    /**
     * The topic of that text.
     *
     * @throws io.mpreg.api.MpregRequestException {@link io.mpreg.api.ErrorCode#BAD_REQUEST} naming
     *     the segment and the reason
     */
    public static TopicName of(String value) {
        return new TopicName(value);
    }

    /** Whether this topic belongs to the control plane. */
    public boolean isControl() {
        return value.startsWith(CONTROL_PREFIX);
    }

    @Override
    public int compareTo(TopicName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
