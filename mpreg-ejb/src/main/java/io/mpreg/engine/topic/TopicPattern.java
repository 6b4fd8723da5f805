package io.mpreg.engine.topic;

/**
 * A valid pattern of topics: segments joined by dots, of which {@code *} stands for one segment and
 * {@code #} for any number of them.
 *
 * @param value the pattern as text
 */
public record TopicPattern(String value) implements Comparable<TopicPattern> {

    public TopicPattern {
        TopicGrammar.checkPattern(value);
    }

    /**
     * The pattern of that text.
     *
     * @throws io.mpreg.api.MpregRequestException {@link io.mpreg.api.ErrorCode#BAD_REQUEST} naming
     *     the segment and the reason
     */
    public static TopicPattern of(String value) {
        return new TopicPattern(value);
    }

    /** Whether the pattern matches one topic only. */
    public boolean isLiteral() {
        return value.indexOf('*') < 0 && value.indexOf('#') < 0;
    }

    /**
     * Whether a topic belongs to this pattern. For filters of single messages; whoever has many
     * patterns files them in the router.
     */
    public boolean matches(TopicName topic) {
        return Segments.matches(value, topic.value());
    }

    @Override
    public int compareTo(TopicPattern other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
