package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Ulid;
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
import io.mpreg.engine.time.UlidRun;
import io.mpreg.engine.topic.TopicName;
import java.util.List;

/**
 * Makes messages of publications, keeps them and brings them to everyone they reach.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Publishing {

    /** There is no burst. */
    private static final long NONE = Long.MIN_VALUE;

    private final Hub hub;
    private final Backlog backlog;
    private final Provenance provenance;
    private final TopicNames topics = new TopicNames();
    private final Publications publications;

    /** Guarded by the turn. */
    private final UlidRun ids;

    /** The time of the burst under way; guarded by the turn. */
    private long moment = NONE;

    Publishing(Hub hub, Backlog backlog) {
        this.hub = hub;
        this.backlog = backlog;
        this.publications = new Publications(hub.monitor);
        this.ids = new UlidRun(hub.ulids);
        this.provenance = Provenance.local(MpregSystem.PUBSUB, hub.node.cluster());
    }

    /** Begins a burst, in which what the calling thread publishes has one time. */
    void begin() {
        hub.sequencer.begin();
        moment = hub.platform.clock().millis();
    }

    /** Ends the burst of the calling thread. */
    void end() {
        moment = NONE;
        hub.sequencer.end();
    }

    PublishReceipt publish(ClientContext context, Publication publication, boolean mayWait) {
        TopicName topic = topics.of(publication.topic());
        context.gate().admitPublish(context.caller(), topic);
        Payload payload = context.encode(publication.payload());
        Ulid given = publication.messageId().orElse(null);
        boolean patient = mayWait && context.caller().origin() != Caller.Origin.REMOTE;
        UnifiedMessage message;
        int matched;
        List<Owed.Debt> debts = List.of();
        hub.sequencer.begin();
        try {
            long now = moment == NONE ? hub.platform.clock().millis() : moment;
            message =
                    new UnifiedMessage(
                            given != null ? given : ids.next(now),
                            topic,
                            MessageKind.PUBSUB,
                            publication.guarantee(),
                            Priority.NORMAL,
                            payload,
                            publication.headers(),
                            provenance,
                            now,
                            UnifiedMessage.NO_DEADLINE);
            matched = bring(message, now, patient, given == null);
            debts = hub.sequencer.isOutermost() ? hub.owed.take() : debts;
        } finally {
            hub.sequencer.end();
        }
        debts.forEach(Owed.Debt::pay);
        return new PublishReceipt(message.id(), publication.headers().correlationId(), matched);
    }

    /** Keeps a message and brings it to everyone it reaches here, without waiting for anybody. */
    int distribute(UnifiedMessage message) {
        long now = hub.platform.clock().millis();
        hub.sequencer.begin();
        try {
            return bring(message, now, false, false);
        } finally {
            hub.sequencer.end();
        }
    }

    /* In the turn of the message. */
    private int bring(UnifiedMessage message, long now, boolean patient, boolean fresh) {
        hub.published.add(1);
        publications.add(message, now, fresh);
        if (!backlog.isOff()) {
            backlog.add(message, now);
        }
        // Nobody waits within somebody else's turn.
        boolean before = hub.owed.patient(patient && hub.sequencer.isOutermost());
        try {
            return dispatch(message);
        } finally {
            hub.owed.patient(before);
        }
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
