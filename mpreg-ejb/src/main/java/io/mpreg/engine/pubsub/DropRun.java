package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.Ulid;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.EventRun;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that one subscription, or a group, did not get one after the other for one reason. It
 * has their ids and topics, not the messages.
 *
 * <p><b>Threads.</b> Guarded by a lock while there is room; any thread reads it.
 */
final class DropRun {

    private static final String TYPE = "message.dropped";

    private final String subscription;
    private final DropReason reason;
    private final EventRun events;
    private final long millis;

    /**
     * @param millis when it begins; of all its messages, since it does not last long
     * @param before another run, which may be one of the same subscription; null for none
     */
    DropRun(
            String subscription,
            DropReason reason,
            int capacity,
            long millis,
            @Nullable DropRun before) {
        this.subscription = subscription;
        this.reason = reason;
        this.millis = millis;
        this.events =
                new EventRun(
                        TYPE,
                        MpregSystem.PUBSUB,
                        reason == DropReason.COALESCED,
                        before != null && before.isOf(subscription, reason)
                                ? before.events.details()
                                : Map.of("subscription", subscription, "reason", reason.name()),
                        capacity);
    }

    void add(UnifiedMessage message) {
        events.add(message.id(), Hub.correlation(message), message.topic(), millis, 0);
    }

    boolean isOf(String someone, DropReason why) {
        return reason == why && subscription.equals(someone);
    }

    boolean isFull() {
        return events.size() == events.capacity();
    }

    int size() {
        return events.size();
    }

    String subscription() {
        return subscription;
    }

    DropReason reason() {
        return reason;
    }

    long millis() {
        return millis;
    }

    EventRun events() {
        return events;
    }

    /** The first message; there must be one. */
    Event first() {
        return events.event(0);
    }

    /** Adds them to a list, one by one. */
    void into(List<Drop> all) {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.event(i);
            all.add(
                    new Drop(
                            (Ulid) event.trackingId(),
                            String.valueOf(event.topic()),
                            subscription,
                            reason,
                            millis));
        }
    }
}
