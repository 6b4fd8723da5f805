package io.mpreg.api.cdi;

import io.mpreg.api.Message;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.MpregConsumer;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.topic.MpregSubscribe;
import io.mpreg.wire.DurationText;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The annotated methods of an application: found while the container starts, registered when it has
 * started, taken back when it stops.
 *
 * <p><b>Threads.</b> The container calls it on one thread at a time.
 */
final class ServedMethods {

    private static final System.Logger LOG = System.getLogger(ServedMethods.class.getName());

    /** How long the end of an application waits for its methods that run. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final List<ServedMethod> found = new ArrayList<>();
    private final List<TopicObserver> observers = new ArrayList<>();
    private final Problems problems = new Problems();
    private final Running running = new Running();
    private final List<Target> targets = new ArrayList<>();
    private final List<Standing<?>> receivers = new ArrayList<>();
    private final List<Standing<?>> consumers = new ArrayList<>();

    /** Looks at the methods of a bean. */
    void inspect(Bean<?> bean, AnnotatedType<?> type) {
        for (AnnotatedMethod<?> annotated : type.getMethods()) {
            Method method = annotated.getJavaMember();
            if (method.isBridge()) {
                // The compiler copies annotations to what it makes for generic interfaces.
                continue;
            }
            int before = found.size();
            function(bean, annotated, method).ifPresent(found::add);
            subscriber(bean, annotated, method).ifPresent(found::add);
            consumer(bean, annotated, method).ifPresent(found::add);
            if (found.size() > before && Target.view(bean, method).isEmpty()) {
                problems.add(
                        annotation(found.get(before)),
                        method,
                        "no local interface of the EJB has the method; add it to one, or use"
                                + " @LocalBean");
            }
        }
    }

    private static Class<? extends Annotation> annotation(ServedMethod method) {
        if (method instanceof FunctionMethod) {
            return MpregFunction.class;
        }
        return method instanceof SubscriberMethod ? MpregSubscribe.class : MpregConsumer.class;
    }

    private Optional<ServedMethod> function(
            Bean<?> bean, AnnotatedMethod<?> annotated, Method method) {
        MpregFunction function = annotated.getAnnotation(MpregFunction.class);
        if (function == null) {
            return Optional.empty();
        }
        if (!function.cacheFor().isEmpty() && DurationText.parse(function.cacheFor()).isEmpty()) {
            problems.add(
                    MpregFunction.class,
                    method,
                    "cacheFor is '"
                            + function.cacheFor()
                            + "', should be a duration such as 30s or 10m");
        }
        return Signature.ofFunction(MpregFunction.class, method, problems)
                .map(signature -> new FunctionMethod(bean, signature, function));
    }

    private Optional<ServedMethod> subscriber(
            Bean<?> bean, AnnotatedMethod<?> annotated, Method method) {
        MpregSubscribe subscribe = annotated.getAnnotation(MpregSubscribe.class);
        if (subscribe == null) {
            return Optional.empty();
        }
        if (subscribe.value().length == 0) {
            problems.add(MpregSubscribe.class, method, "it names no pattern; add one");
        }
        return Signature.ofReceiver(MpregSubscribe.class, Message.class, method, problems)
                .map(signature -> new SubscriberMethod(bean, signature, subscribe));
    }

    private Optional<ServedMethod> consumer(
            Bean<?> bean, AnnotatedMethod<?> annotated, Method method) {
        MpregConsumer consumer = annotated.getAnnotation(MpregConsumer.class);
        if (consumer == null) {
            return Optional.empty();
        }
        if (consumer.concurrency() < 1) {
            problems.add(
                    MpregConsumer.class,
                    method,
                    "concurrency is " + consumer.concurrency() + ", should be at least 1");
        }
        return Signature.ofReceiver(MpregConsumer.class, Delivery.class, method, problems)
                .map(signature -> new ConsumerMethod(bean, signature, consumer));
    }

    /** Looks at an observer method. */
    void inspect(ObserverMethod<?> observer) {
        TopicObserver.of(observer).ifPresent(observers::add);
    }

    /** What is wrong with the annotations, for people. */
    List<String> problems() {
        return problems.texts();
    }

    boolean isEmpty() {
        return found.isEmpty() && observers.isEmpty();
    }

    /** Registers them, now or as soon as there is a node. */
    void start(BeanManager manager, LateNode node) {
        RequestScope requests = new RequestScope(manager);
        observers.forEach(observer -> receivers.add(observer.standing(requests, running)));
        for (ServedMethod served : found) {
            Target target =
                    Target.of(manager, served.bean(), served.signature().method(), requests)
                            .orElseThrow();
            targets.add(target);
            (served instanceof ConsumerMethod ? consumers : receivers)
                    .add(served.standing(target, running, node));
        }
        List<Standing<?>> all = new ArrayList<>(receivers);
        all.addAll(consumers);
        node.registerLater(all);
    }

    /**
     * Takes nothing new, waits for what runs, takes everything back. Consumers go last: with them
     * their unsettled deliveries return to the queues.
     *
     * <p>Nothing is asked over a connection: the node may be about to stop as well, and everything
     * goes with the connection.
     */
    void stop(LateNode node) {
        running.stop();
        Consumer<Standing<?>> end = node.isDirect() ? Standing::close : Standing::leave;
        receivers.forEach(end);
        int left = running.await(LONGEST_STOP);
        if (left > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the application stops while {0} calls of its methods still run, after waiting"
                            + " {1} for them",
                    left,
                    LONGEST_STOP);
        }
        consumers.forEach(end);
        targets.forEach(Target::close);
        receivers.clear();
        consumers.clear();
        targets.clear();
    }
}
