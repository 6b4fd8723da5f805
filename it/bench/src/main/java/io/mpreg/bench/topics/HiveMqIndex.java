package io.mpreg.bench.topics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collection;

/** The topic tree of HiveMQ CE. */
final class HiveMqIndex implements TopicIndex {

    private final MethodHandle topic;
    private final MethodHandle add;
    private final MethodHandle remove;
    private final MethodHandle find;

    HiveMqIndex(ClassLoader loader) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> registry = loader.loadClass("com.codahale.metrics.MetricRegistry");
        Class<?> holder = loader.loadClass("com.hivemq.metrics.MetricsHolder");
        Class<?> type = loader.loadClass("com.hivemq.mqtt.topic.tree.LocalTopicTree");
        Class<?> topics = loader.loadClass("com.hivemq.mqtt.message.subscribe.Topic");
        Class<?> quality = loader.loadClass("com.hivemq.mqtt.message.QoS");
        Class<?> subscribers = loader.loadClass("com.hivemq.mqtt.topic.tree.TopicSubscribers");
        Object metrics =
                holder.getConstructor(registry)
                        .newInstance(registry.getConstructor().newInstance());
        Object tree = type.getConstructor(holder).newInstance(metrics);
        Object atMostOnce = quality.getField("AT_MOST_ONCE").get(null);

        MethodHandle make =
                lookup.findConstructor(
                        topics, MethodType.methodType(void.class, String.class, quality));
        topic =
                MethodHandles.insertArguments(make, 1, atMostOnce)
                        .asType(MethodType.methodType(Object.class, String.class));
        MethodHandle adding =
                lookup.findVirtual(
                                type,
                                "addTopic",
                                MethodType.methodType(
                                        boolean.class,
                                        String.class,
                                        topics,
                                        byte.class,
                                        String.class))
                        .bindTo(tree);
        add =
                MethodHandles.insertArguments(adding, 2, (byte) 0, null)
                        .asType(MethodType.methodType(boolean.class, String.class, Object.class));
        MethodHandle removing =
                lookup.findVirtual(
                                type,
                                "removeSubscriber",
                                MethodType.methodType(
                                        void.class, String.class, String.class, String.class))
                        .bindTo(tree);
        remove = MethodHandles.insertArguments(removing, 2, (Object) null);
        MethodHandle finding =
                lookup.findVirtual(
                                type,
                                "findTopicSubscribers",
                                MethodType.methodType(subscribers, String.class))
                        .bindTo(tree);
        MethodHandle set =
                lookup.unreflect(subscribers.getMethod("getSubscribers"))
                        .asType(MethodType.methodType(Collection.class, subscribers));
        find = MethodHandles.filterReturnValue(finding, set);
    }

    @Override
    public String name() {
        return "hivemq";
    }

    @Override
    public Object pattern(String pattern) {
        return pattern.replace('.', '/').replace('*', '+');
    }

    @Override
    public Object topic(String topic) {
        return topic.replace('.', '/');
    }

    @Override
    public void add(Object pattern, String subscriber) throws Throwable {
        Object filter = (Object) topic.invokeExact((String) pattern);
        boolean added = (boolean) add.invokeExact(subscriber, filter);
    }

    @Override
    public void remove(Object pattern, String subscriber) throws Throwable {
        remove.invokeExact(subscriber, (String) pattern);
    }

    @Override
    public int match(Object topic) throws Throwable {
        return ((Collection<?>) find.invokeExact((String) topic)).size();
    }
}
