package io.mpreg.bench.topics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.List;

/** The trie of Moquette. */
final class MoquetteIndex implements TopicIndex {

    private final MethodHandle topic;
    private final MethodHandle subscription;
    private final MethodHandle add;
    private final MethodHandle remove;
    private final MethodHandle find;

    MoquetteIndex(ClassLoader loader) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        String in = "io.moquette.broker.subscriptions.";
        Class<?> type = loader.loadClass(in + "CTrie");
        Class<?> topics = loader.loadClass(in + "Topic");
        Class<?> subscriptions = loader.loadClass(in + "Subscription");
        Class<?> quality = loader.loadClass("io.netty.handler.codec.mqtt.MqttQoS");
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object trie = constructor.newInstance();

        topic =
                lookup.findConstructor(topics, MethodType.methodType(void.class, String.class))
                        .asType(MethodType.methodType(Object.class, String.class));
        MethodHandle make =
                lookup.findConstructor(
                        subscriptions,
                        MethodType.methodType(void.class, String.class, topics, quality));
        subscription =
                MethodHandles.insertArguments(make, 2, quality.getField("AT_MOST_ONCE").get(null))
                        .asType(MethodType.methodType(Object.class, String.class, Object.class));
        add =
                lookup.findVirtual(
                                type, "addToTree", MethodType.methodType(void.class, subscriptions))
                        .bindTo(trie)
                        .asType(MethodType.methodType(void.class, Object.class));
        remove =
                lookup.findVirtual(
                                type,
                                "removeFromTree",
                                MethodType.methodType(void.class, topics, String.class))
                        .bindTo(trie)
                        .asType(MethodType.methodType(void.class, Object.class, String.class));
        find =
                lookup.findVirtual(
                                type, "recursiveMatch", MethodType.methodType(List.class, topics))
                        .bindTo(trie)
                        .asType(MethodType.methodType(List.class, Object.class));
    }

    @Override
    public String name() {
        return "moquette";
    }

    @Override
    public Object pattern(String pattern) {
        return topic(pattern.replace('*', '+'));
    }

    @Override
    public Object topic(String text) {
        try {
            return (Object) topic.invokeExact(text.replace('.', '/'));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void add(Object pattern, String subscriber) throws Throwable {
        Object made = (Object) subscription.invokeExact(subscriber, pattern);
        add.invokeExact(made);
    }

    @Override
    public void remove(Object pattern, String subscriber) throws Throwable {
        remove.invokeExact(pattern, subscriber);
    }

    @Override
    public int match(Object topic) throws Throwable {
        return ((List<?>) find.invokeExact(topic)).size();
    }
}
