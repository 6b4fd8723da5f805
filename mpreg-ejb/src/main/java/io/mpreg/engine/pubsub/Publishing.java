package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.route.Interest;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.Target;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Makes messages of publications, keeps them and brings them to everyone they reach.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Publishing {

    private final Hub hub;
    private final Backlog backlog;
    private final Subscriptions subscriptions;
    private final Provenance provenance;
    private final TopicNames topics = new TopicNames();
    private final ToIntFunction<UnifiedMessage> keepAndDispatch = this::keepAndDispatch;

    Publishing(Hub hub, Backlog backlog, Subscriptions subscriptions) {
        this.hub = hub;
        this.backlog = backlog;
        this.subscriptions = subscriptions;
        this.provenance = Provenance.local(MpregSystem.PUBSUB, hub.node.cluster());
    }

    PublishReceipt publish(ClientContext context, Publication publication, boolean mayWait) {
        TopicName topic = topics.of(publication.topic());
        context.gate().admitPublish(context.caller(), topic);
        Payload payload = context.encode(publication.payload());
        long now = hub.platform.clock().millis();
        UnifiedMessage message =
                new UnifiedMessage(
                        publication.messageId().isPresent()
                                ? publication.messageId().get()
                                : hub.ulids.next(now),
                        topic,
                        MessageKind.PUBSUB,
                        publication.guarantee(),
                        Priority.NORMAL,
                        payload,
                        publication.headers(),
                        provenance,
                        now,
                        UnifiedMessage.NO_DEADLINE);
        boolean patient = mayWait && context.caller().origin() != Caller.Origin.REMOTE;
        int matched = distribute(message, patient, now);
        return new PublishReceipt(message.id(), publication.headers().correlationId(), matched);
    }

    /**
     * Keeps a message and brings it to everyone it reaches here.
     *
     * @param patient whether it may wait for subscribers that have no room
     */
    int distribute(UnifiedMessage message, boolean patient) {
        return distribute(message, patient, hub.platform.clock().millis());
    }

    private int distribute(UnifiedMessage message, boolean patient, long now) {
        hub.published.increment();
        hub.published(message, now);
        if (!subscriptions.anyBlocks()) {
            return hub.sequencer.inTurn(message, keepAndDispatch);
        }
        if (!patient) {
            return hub.owed.hastily(() -> hub.sequencer.inTurn(message, keepAndDispatch));
        }
        try {
            return hub.sequencer.inTurn(message, keepAndDispatch);
        } finally {
            hub.owed.pay();
        }
    }

    private int keepAndDispatch(UnifiedMessage message) {
        if (backlog.isOff()) {
            return dispatch(message);
        }
        boolean made = message.provenance() == provenance;
        long now = made ? message.timestamp() : hub.platform.clock().millis();
        backlog.add(message, now);
        return dispatch(message);
    }

    private int dispatch(UnifiedMessage message) {
        int matched = 0;
        List<Target> targets = hub.router.dispatch(message).targets();
        for (int i = 0; i < targets.size(); i++) {
            matched += counts(targets.get(i), message) ? 1 : 0;
        }
        return matched;
    }

    private boolean counts(Target target, UnifiedMessage message) {
        Interest interest = target.interest();
        if (interest instanceof Subscriber subscriber) {
            return subscriber.wants(message);
        }
        if (interest instanceof Group group) {
            return group.wants(message);
        }
        return interest.kind() == InterestKind.SUBSCRIPTION
                || !target.node().equals(hub.node.node());
    }
}
