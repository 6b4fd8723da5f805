package io.mpreg.bench.topics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** The map of addresses of Artemis, configured for our wildcards. */
final class ArtemisIndex implements TopicIndex {

    private final MethodHandle text;
    private final MethodHandle put;
    private final MethodHandle remove;
    private final MethodHandle visit;
    private int count;

    ArtemisIndex(ClassLoader loader) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> string = loader.loadClass("org.apache.activemq.artemis.api.core.SimpleString");
        String in = "org.apache.activemq.artemis.core.postoffice.impl.";
        Class<?> type = loader.loadClass(in + "AddressMap");
        Class<?> visitor = loader.loadClass(in + "AddressMapVisitor");
        Object map =
                type.getConstructor(String.class, String.class, char.class)
                        .newInstance("#", "*", '.');
        text =
                lookup.findStatic(string, "of", MethodType.methodType(string, String.class))
                        .asType(MethodType.methodType(Object.class, String.class));
        MethodType change = MethodType.methodType(void.class, Object.class, Object.class);
        put = bound(lookup, map, "put", string, Object.class).asType(change);
        remove = bound(lookup, map, "remove", string, Object.class).asType(change);
        Object counter = counter(loader, visitor);
        MethodHandle visiting = bound(lookup, map, "visitMatchingWildcards", string, visitor);
        visit =
                MethodHandles.insertArguments(visiting, 1, counter)
                        .asType(MethodType.methodType(void.class, Object.class));
    }

    private static MethodHandle bound(
            MethodHandles.Lookup lookup, Object map, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        return lookup.findVirtual(
                        map.getClass(), name, MethodType.methodType(void.class, parameters))
                .bindTo(map);
    }

    private Object counter(ClassLoader loader, Class<?> visitor) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    count++;
                    return null;
                };
        return Proxy.newProxyInstance(loader, new Class<?>[] {visitor}, handler);
    }

    @Override
    public String name() {
        return "artemis";
    }

    @Override
    public Object pattern(String pattern) {
        return simple(pattern);
    }

    @Override
    public Object topic(String topic) {
        return simple(topic);
    }

    private Object simple(String value) {
        try {
            return (Object) text.invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void add(Object pattern, String subscriber) throws Throwable {
        put.invokeExact(pattern, (Object) subscriber);
    }

    @Override
    public void remove(Object pattern, String subscriber) throws Throwable {
        remove.invokeExact(pattern, (Object) subscriber);
    }

    @Override
    public int match(Object topic) throws Throwable {
        count = 0;
        visit.invokeExact(topic);
        return count;
    }
}
