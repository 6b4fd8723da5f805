package io.mpreg.engine.pubsub;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.route.UnifiedMessage;
import java.lang.System.Logger;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where the messages of a subscription go: a listener, and how it wants them. */
final class Outlet {

    private static final Logger LOG = System.getLogger(Outlet.class.getName());

    private final Hub hub;
    private final ClientContext context;
    private final String id;
    private final Type type;
    private final MessageListener<Object> listener;

    // Made with the first delivery, by the one thread that delivers.
    private @Nullable Map<String, String> details;

    // The time of the last message, by the one thread that delivers: many have the same.
    private Instant instant = Instant.EPOCH;
    private long millis;

    Outlet(Hub hub, ClientContext context, String id, Type type, MessageListener<Object> listener) {
        this.hub = hub;
        this.context = context;
        this.id = id;
        this.type = type;
        this.listener = listener;
    }

    Executor executor() {
        return context.callbacks();
    }

    String id() {
        return id;
    }

    /** Brings a message to the listener; whatever the listener throws ends here. */
    void deliver(UnifiedMessage message, boolean replayed, Deliveries deliveries) {
        Object body;
        try {
            body = body(message.payload());
        } catch (RuntimeException e) {
            unreadable(message, e);
            return;
        }
        deliveries.add(message, replayed, details());
        try {
            listener.onMessage(
                    new Message<>(
                            message.id(),
                            message.topic().value(),
                            body,
                            message.payload(),
                            message.headers(),
                            instant(message.timestamp()),
                            replayed));
        } catch (Throwable e) {
            failed(message, e);
        }
    }

    /** Tells a listener that wants to know it that nothing more comes for the moment. */
    void batchEnded() {
        if (listener instanceof BatchedListener<?> batched) {
            batched.batchEnded();
        }
    }

    /** Whether the listener takes messages on the calling thread. */
    boolean isPrompt() {
        return listener instanceof BatchedListener<?> batched && batched.isPrompt();
    }

    private Instant instant(long timestamp) {
        if (timestamp != millis) {
            instant = Instant.ofEpochMilli(timestamp);
            millis = timestamp;
        }
        return instant;
    }

    private Map<String, String> details() {
        Map<String, String> made = details;
        if (made == null) {
            made = Map.of("subscription", id);
            details = made;
        }
        return made;
    }

    private @Nullable Object body(Payload payload) {
        return type == Payload.class ? payload : context.codec().decode(payload, type);
    }

    private void unreadable(UnifiedMessage message, RuntimeException e) {
        hub.unreadable.increment();
        String code = e instanceof MpregException known ? known.code().id() : "MPREG-2002";
        if (hub.warnings.allows()) {
            LOG.log(
                    Logger.Level.WARNING,
                    "subscription '"
                            + id
                            + "' cannot read message "
                            + message.id()
                            + " on '"
                            + message.topic()
                            + "' as "
                            + type.getTypeName(),
                    e);
        }
        hub.notices.failed(id, message, code, String.valueOf(e.getMessage()));
    }

    private void failed(UnifiedMessage message, Throwable e) {
        hub.failed.increment();
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (hub.warnings.allows()) {
            LOG.log(
                    Logger.Level.WARNING,
                    "the listener of subscription '"
                            + id
                            + "' failed on message "
                            + message.id()
                            + " on '"
                            + message.topic()
                            + "'; "
                            + hub.failed.sum()
                            + " such failures on this node so far",
                    e);
        }
    }
}
