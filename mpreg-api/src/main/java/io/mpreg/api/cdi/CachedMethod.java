package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregCached;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.wire.DurationText;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A method whose results are kept.
 *
 * @param region where
 * @param key under which key
 * @param options for how long
 * @param tags with which tags
 * @param dependsOn with which other keys it goes
 * @param type what kept results are converted to
 * @param async whether it returns a stage of the result
 * @param optional whether it returns an {@code Optional} of the result
 * @param keepsNull whether null is kept
 */
record CachedMethod(
        String region,
        KeyExpression key,
        PutOptions options,
        List<KeyExpression> tags,
        List<KeyExpression> dependsOn,
        Type type,
        boolean async,
        boolean optional,
        boolean keepsNull) {

    /**
     * Reads the annotation of a method.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static CachedMethod of(Method method, MpregCached annotation) {
        Class<?> returned = method.getReturnType();
        if (returned == void.class || returned == Void.class) {
            throw new IllegalArgumentException("it returns nothing that could be kept");
        }
        boolean async = returned == CompletionStage.class || returned == CompletableFuture.class;
        Type inner =
                async ? argument(method.getGenericReturnType()) : method.getGenericReturnType();
        boolean optional = Signature.erased(inner) == Optional.class;
        PutOptions options = PutOptions.NONE;
        if (!annotation.ttl().isEmpty()) {
            options = options.timeToLive(duration(annotation.ttl()));
        }
        return new CachedMethod(
                annotation.region(),
                annotation.key().isEmpty()
                        ? KeyExpression.ofAll(method)
                        : KeyExpression.parse(annotation.key(), method),
                options,
                expressions(annotation.tags(), method),
                expressions(annotation.dependsOn(), method),
                optional ? argument(inner) : inner,
                async,
                optional,
                annotation.cacheNull());
    }

    private static Duration duration(String text) {
        return DurationText.parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "ttl '"
                                                + text
                                                + "' should be a duration such as 30s or 10m"));
    }

    static List<KeyExpression> expressions(String[] texts, Method method) {
        return Arrays.stream(texts).map(text -> KeyExpression.parse(text, method)).toList();
    }

    private static Type argument(Type type) {
        return type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[0]
                : Object.class;
    }

    /** How the result for these arguments is kept. */
    PutOptions options(@Nullable Object[] arguments) {
        if (tags.isEmpty() && dependsOn.isEmpty()) {
            return options;
        }
        return new PutOptions(
                options.timeToLive(),
                new HashSet<>(tags.stream().map(tag -> tag.plain(arguments)).toList()),
                new HashSet<>(dependsOn.stream().map(key -> key.key(arguments)).toList()),
                options.cost(),
                options.ifAbsent());
    }
}
