package io.mpreg.api.cdi;

import io.mpreg.api.MpregRequestException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from a value to something that it holds: record components, getters, map keys, list
 * positions. What is null leads to null.
 *
 * @param source the text it was written as
 * @param steps the names, in order
 */
record ValuePath(String source, List<String> steps) {

    /** Refuses a first step that the type surely does not have. */
    void check(Class<?> type) {
        Class<?> at = type;
        for (String step : steps) {
            if (Modifier.isAbstract(at.getModifiers()) && !at.isPrimitive()
                    || at == Object.class
                    || at == Optional.class) {
                return;
            }
            Optional<Method> accessor = accessor(at, step);
            if (accessor.isEmpty()) {
                throw new IllegalArgumentException(
                        source + ": " + at.getName() + " has no '" + step + "'");
            }
            at = accessor.get().getReturnType();
        }
    }

    /** What the value holds there. */
    @Nullable Object of(@Nullable Object value) {
        Object at = value;
        for (String step : steps) {
            if (at instanceof Optional<?> optional) {
                at = optional.orElse(null);
            }
            if (at == null) {
                return null;
            }
            at = step(at, step);
        }
        return at;
    }

    private @Nullable Object step(Object at, String step) {
        if (at instanceof Map<?, ?> map) {
            return map.get(step);
        }
        if (at instanceof List<?> list && step.chars().allMatch(Character::isDigit)) {
            int index = Integer.parseInt(step);
            return index < list.size() ? list.get(index) : null;
        }
        Method accessor =
                accessor(at.getClass(), step)
                        .orElseThrow(
                                () ->
                                        MpregRequestException.field(
                                                source,
                                                at.getClass().getName()
                                                        + " has no '"
                                                        + step
                                                        + "'"));
        try {
            accessor.trySetAccessible();
            return accessor.invoke(at);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw MpregRequestException.field(
                    source, "'" + step + "' of " + at.getClass().getName() + " fails: " + e);
        }
    }

    private static Optional<Method> accessor(Class<?> type, String name) {
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (String candidate : List.of(name, "get" + capital, "is" + capital)) {
            try {
                Method method = type.getMethod(candidate);
                if (method.getReturnType() != void.class) {
                    return Optional.of(method);
                }
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        return Optional.empty();
    }
}
