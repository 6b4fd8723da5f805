package io.mpreg.api.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with the annotations of an application. <b>Not</b> thread-safe. */
final class Problems {

    private final List<String> texts = new ArrayList<>();

    /**
     * Notes a problem.
     *
     * @param what what is wrong with the method, and what to do
     */
    void add(Class<? extends Annotation> annotation, Method method, String what) {
        texts.add("@" + annotation.getSimpleName() + " on " + name(method) + ": " + what);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    /** A method as people write it. */
    static String name(Method method) {
        return method.getDeclaringClass().getName()
                + "."
                + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
