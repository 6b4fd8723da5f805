package io.mpreg.api.cdi;

import io.mpreg.api.Message;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.MpregSubscribe;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import jakarta.enterprise.inject.spi.Bean;

/** A method that is a subscriber. */
record SubscriberMethod(Bean<?> bean, Signature signature, MpregSubscribe annotation)
        implements ServedMethod {

    @Override
    public Standing<Subscription> standing(Target target, Running running, LateNode node) {
        SubscriptionSpec plain =
                SubscriptionSpec.of(annotation.value()).onSlow(annotation.onSlow());
        SubscriptionSpec spec =
                annotation.group().isEmpty()
                        ? plain
                        : plain.group(annotation.group(), GroupChoice.ROUND_ROBIN);
        Signature.Payload payload = signature.payloads().get(0);
        return new Standing<>(
                "subscriber "
                        + Problems.name(signature.method())
                        + " to "
                        + String.join(", ", annotation.value()),
                (client, id) ->
                        client.topics()
                                .<Object>subscribe(
                                        id.map(spec::id).orElse(spec),
                                        payload.type(),
                                        message -> deliver(message, payload, target, running)));
    }

    private static void deliver(
            Message<Object> message, Signature.Payload payload, Target target, Running running)
            throws Exception {
        if (!running.enter()) {
            return;
        }
        try {
            target.call(payload.whole() ? message : message.body());
        } finally {
            running.leave();
        }
    }
}
