package io.mpreg.engine.topic;

import org.jspecify.annotations.Nullable;

/**
 * A valid topic: 1 to 32 segments joined by dots, without wildcards.
 *
 * <p>It remembers the keys of its segments, so that its text is read once however often it is
 * matched.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class TopicName implements Comparable<TopicName> {

    /** The first segment of the control plane, where only the node itself may publish. */
    public static final String CONTROL_PREFIX = "mpreg.";

    private final String value;
    private final long[] keys;
    private final long @Nullable [] seconds;

    /**
     * The topic of that text.
     *
     * @throws io.mpreg.api.MpregRequestException {@link io.mpreg.api.ErrorCode#BAD_REQUEST} naming
     *     the segment and the reason
     */
    public TopicName(String value) {
        this.value = value;
        this.keys = new long[TopicGrammar.checkTopic(value)];
        SegmentKeys.of(value, keys);
        this.seconds = seconds();
    }

    private long @Nullable [] seconds() {
        long all = 0;
        for (long key : keys) {
            all |= key;
        }
        if (all >= 0) {
            return null;
        }
        long[] found = new long[keys.length];
        int from = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] < 0) {
                found[i] = SegmentKeys.second(value, from);
            }
            from = Segments.end(value, from) + 1;
        }
        return found;
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

    /** The topic as text. */
    public String value() {
        return value;
    }

    /** Whether this topic belongs to the control plane. */
    public boolean isControl() {
        return value.startsWith(CONTROL_PREFIX);
    }

    /** How many segments it has. */
    public int segments() {
        return keys.length;
    }

    /** Whether the keys alone identify all segments. */
    boolean isPlain() {
        return seconds == null;
    }

    /** What {@link SegmentKeys} makes of a segment. */
    long key(int segment) {
        return keys[segment];
    }

    /** The second key of a segment whose key is negative. */
    long second(int segment) {
        return seconds == null ? SegmentKeys.TEXT : seconds[segment];
    }

    /** Where a segment begins in the text. */
    int start(int segment) {
        int from = 0;
        for (int i = 0; i < segment; i++) {
            from = value.indexOf('.', from) + 1;
        }
        return from;
    }

    @Override
    public int compareTo(TopicName other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicName that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
