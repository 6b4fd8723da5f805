package io.mpreg.ejb.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads configuration keys and collects everything that is wrong with them.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class Keys {

    private final Function<String, Optional<String>> source;
    private final Set<String> read = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param source the value of a key, if it is set
     */
    Keys(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** The keys that were asked for. */
    Set<String> read() {
        return read;
    }

    /** What is wrong, a line a problem. */
    List<String> problems() {
        return problems;
    }

    /** Adds a problem that concerns more than one key. */
    void problem(String text) {
        problems.add(text);
    }

    String text(String key, String otherwise) {
        return value(key).orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return convert(key, otherwise, "true or false", Values::flag);
    }

    int number(String key, int otherwise, int least, int most) {
        return convert(
                key,
                otherwise,
                "a whole number from " + least + " to " + most,
                text -> (int) Values.within(Long.parseLong(text), least, most));
    }

    double fraction(String key, double otherwise) {
        return convert(key, otherwise, "a number from 0 to 1", text -> Values.fraction(text));
    }

    Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        return convert(
                key,
                otherwise,
                "a duration from "
                        + Values.text(least)
                        + " to "
                        + Values.text(most)
                        + ", such as 500ms, 30s or PT1M",
                text -> Values.within(Values.duration(text), least, most));
    }

    long size(String key, long otherwise, long least, long most) {
        return convert(
                key,
                otherwise,
                "a size from " + least + " to " + most + " bytes, such as 64KiB or 1MiB",
                text -> Values.within(Values.size(text), least, most));
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        Class<E> type = otherwise.getDeclaringClass();
        return convert(
                key,
                otherwise,
                "one of " + List.of(type.getEnumConstants()),
                text -> Values.constant(type, text));
    }

    /** Words parted by commas; {@code none} for none. */
    Set<String> words(String key, Set<String> otherwise) {
        return convert(key, otherwise, "words parted by commas", Values::words);
    }

    /** A name of a node or a cluster. */
    String name(String key, String otherwise) {
        return convert(
                key, otherwise, "1 to 64 letters, digits, '_' and '-'", text -> Values.name(text));
    }

    /** Any number of constants parted by commas; {@code none} for none of them. */
    <E extends Enum<E>> Set<E> choices(String key, Class<E> type, Set<E> otherwise) {
        return convert(
                key,
                otherwise,
                "none, or some of " + List.of(type.getEnumConstants()) + " parted by commas",
                text -> Values.constants(type, text));
    }

    /** Rules in a text form of their own. */
    <T> List<T> rules(String key, List<T> otherwise, String valid, Function<String, List<T>> form) {
        return convert(key, otherwise, valid, form);
    }

    private <T> T convert(String key, T otherwise, String valid, Function<String, T> conversion) {
        Optional<String> text = value(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return conversion.apply(text.get());
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(key + " = '" + text.get() + "' is not valid, it takes " + valid);
            return otherwise;
        }
    }

    private Optional<String> value(String key) {
        read.add(key);
        return source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }
}
