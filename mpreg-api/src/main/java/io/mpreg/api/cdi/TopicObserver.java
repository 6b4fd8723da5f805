package io.mpreg.api.cdi;

import io.mpreg.api.Message;
import io.mpreg.api.topic.OnTopic;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An observer method that hears messages.
 *
 * @param observer the method
 * @param annotation the pattern
 * @param type what payloads are converted to
 * @param whole whether it observes messages, not payloads
 */
record TopicObserver(
        ObserverMethod<Object> observer, OnTopic annotation, Type type, boolean whole) {

    /** The observer, if its event has the annotation. */
    @SuppressWarnings("unchecked") // it is called with what its type says
    static Optional<TopicObserver> of(ObserverMethod<?> observer) {
        return observer.getObservedQualifiers().stream()
                .filter(OnTopic.class::isInstance)
                .map(OnTopic.class::cast)
                .findFirst()
                .map(
                        annotation -> {
                            Type observed = observer.getObservedType();
                            boolean whole = Signature.erased(observed) == Message.class;
                            return new TopicObserver(
                                    (ObserverMethod<Object>) observer,
                                    annotation,
                                    whole ? Signature.argument(observed) : observed,
                                    whole);
                        });
    }

    /** What registers it. */
    Standing<Subscription> standing(RequestScope requests, Running running) {
        return LateTopics.standing(
                SubscriptionSpec.of(annotation.value()),
                type,
                message -> {
                    if (!running.enter()) {
                        return;
                    }
                    try {
                        requests.call(
                                () -> {
                                    observer.notify(new Heard(event(message), this));
                                    return null;
                                });
                    } finally {
                        running.leave();
                    }
                });
    }

    private @Nullable Object event(Message<Object> message) {
        return whole ? message : message.body();
    }

    /** A message as the event that the observer expects. */
    private record Heard(@Nullable Object event, TopicObserver by)
            implements EventContext<Object>, EventMetadata {

        @Override
        public @Nullable Object getEvent() {
            return event;
        }

        @Override
        public EventMetadata getMetadata() {
            return this;
        }

        @Override
        public Set<Annotation> getQualifiers() {
            return Set.of(by.annotation());
        }

        @Override
        public @Nullable InjectionPoint getInjectionPoint() {
            return null;
        }

        @Override
        public Type getType() {
            return by.observer().getObservedType();
        }
    }
}
