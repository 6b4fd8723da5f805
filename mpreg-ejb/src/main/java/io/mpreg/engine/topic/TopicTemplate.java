package io.mpreg.engine.topic;

import io.mpreg.api.MpregRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A topic with named parameters, such as <code>mpreg.rpc.level.{level}.started</code>.
 *
 * <p>How many parameters it takes is its type: {@link One} or {@link Two}. A parameter written
 * <code>{name}</code> takes a valid segment and refuses everything else; one written <code>{name%}
 * </code> takes any text and escapes it reversibly.
 *
 * <p><b>Threads.</b> Immutable.
 */
public abstract sealed class TopicTemplate {

    private final List<String> segments;
    private final List<Parameter> parameters;

    private TopicTemplate(String text, int count) {
        segments = List.of(text.split("\\."));
        parameters = parameters(segments);
        if (parameters.size() != count) {
            throw new IllegalArgumentException(
                    "template '" + text + "' must have " + count + " parameters");
        }
    }

    /** A template with one parameter. */
    public static One one(String text) {
        return new One(text);
    }

    /** A template with two parameters. */
    public static Two two(String text) {
        return new Two(text);
    }

    /** The pattern of every topic that the template makes. */
    public TopicPattern pattern() {
        List<String> filled = new ArrayList<>(segments);
        parameters.forEach(parameter -> filled.set(parameter.at(), "*"));
        return TopicPattern.of(String.join(".", filled));
    }

    /** The values that the template was filled with, if it made that topic. */
    public Optional<List<String>> read(TopicName topic) {
        if (!pattern().matches(topic)) {
            return Optional.empty();
        }
        String[] given = topic.value().split("\\.");
        List<String> values = new ArrayList<>();
        for (Parameter parameter : parameters) {
            values.add(
                    parameter.escaped()
                            ? Escape.text(given[parameter.at()])
                            : given[parameter.at()]);
        }
        return Optional.of(List.copyOf(values));
    }

    /** The names of its parameters, in their order. */
    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    final String fill(String... values) {
        List<String> filled = new ArrayList<>(segments);
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = parameters.get(i);
            filled.set(parameter.at(), parameter.segment(values[i]));
        }
        return String.join(".", filled);
    }

    @Override
    public String toString() {
        return String.join(".", segments);
    }

    private static List<Parameter> parameters(List<String> segments) {
        List<Parameter> found = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{") && segment.endsWith("}")) {
                boolean escaped = segment.endsWith("%}");
                String name = segment.substring(1, segment.length() - (escaped ? 2 : 1));
                found.add(new Parameter(i, name, escaped));
            }
        }
        return List.copyOf(found);
    }

    private record Parameter(int at, String name, boolean escaped) {

        String segment(String value) {
            if (escaped) {
                return Escape.segment(value);
            }
            try {
                TopicName.of(value);
            } catch (MpregRequestException invalid) {
                throw MpregRequestException.field(name, String.valueOf(invalid.getMessage()));
            }
            if (value.indexOf('.') >= 0) {
                throw MpregRequestException.field(
                        name, "'" + value + "' is more than one segment of a topic");
            }
            return value;
        }
    }

    /** A template with one parameter. */
    public static final class One extends TopicTemplate {

        private One(String text) {
            super(text, 1);
        }

        /**
         * The topic for that value.
         *
         * @throws MpregRequestException {@link io.mpreg.api.ErrorCode#BAD_REQUEST} naming the
         *     parameter that does not fit
         */
        public TopicName topic(String value) {
            return TopicName.of(fill(value));
        }

        /** The pattern for that value, of a template that holds wildcards. */
        public TopicPattern pattern(String value) {
            return TopicPattern.of(fill(value));
        }
    }

    /** A template with two parameters. */
    public static final class Two extends TopicTemplate {

        private Two(String text) {
            super(text, 2);
        }

        /**
         * The topic for these values.
         *
         * @throws MpregRequestException {@link io.mpreg.api.ErrorCode#BAD_REQUEST} naming the
         *     parameter that does not fit
         */
        public TopicName topic(String first, String second) {
            return TopicName.of(fill(first, second));
        }
    }
}
