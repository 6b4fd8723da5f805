package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregCached;
import io.mpreg.api.cache.MpregInvalidate;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The methods of an application that use the cache by annotation.
 *
 * <p><b>Threads.</b> Filled by one thread while the container starts, read by any number after.
 */
final class CacheMethods {

    private final Map<Method, CachedMethod> cached = new ConcurrentHashMap<>();
    private final Map<Method, Invalidation> invalidations = new ConcurrentHashMap<>();
    private final Problems problems = new Problems();

    /** Looks at the methods of a bean. */
    void inspect(AnnotatedType<?> type) {
        for (AnnotatedMethod<?> annotated : type.getMethods()) {
            Method method = annotated.getJavaMember();
            if (method.isBridge()) {
                continue;
            }
            MpregCached keeping = annotated.getAnnotation(MpregCached.class);
            if (keeping != null) {
                read(MpregCached.class, method, m -> cached.put(m, CachedMethod.of(m, keeping)));
            }
            MpregInvalidate dropping = annotated.getAnnotation(MpregInvalidate.class);
            if (dropping != null) {
                read(
                        MpregInvalidate.class,
                        method,
                        m -> invalidations.put(m, Invalidation.of(m, dropping)));
            }
        }
    }

    private void read(
            Class<? extends Annotation> annotation, Method method, Consumer<Method> reading) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers)) {
            problems.add(
                    annotation,
                    method,
                    "it is static or private, so that nobody calls it through the container; make"
                            + " it a public method of the bean");
            return;
        }
        try {
            reading.accept(method);
        } catch (IllegalArgumentException e) {
            problems.add(annotation, method, String.valueOf(e.getMessage()));
        }
    }

    /** How the results of a method are kept, if they are. */
    Optional<CachedMethod> cached(Method method) {
        return Optional.ofNullable(cached.get(method));
    }

    /** What goes when a method has returned, if anything does. */
    Optional<Invalidation> invalidation(Method method) {
        return Optional.ofNullable(invalidations.get(method));
    }

    /** Whether there is any. */
    boolean isEmpty() {
        return cached.isEmpty() && invalidations.isEmpty();
    }

    /** What is wrong with the annotations, for people. */
    List<String> problems() {
        return problems.texts();
    }
}
