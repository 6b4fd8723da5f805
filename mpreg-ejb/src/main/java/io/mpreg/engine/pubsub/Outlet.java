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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where the messages of a subscription go: a listener, and how it wants them. */
final class Outlet {

    private static final Logger LOG = System.getLogger(Outlet.class.getName());

    private final Hub hub;
    private final ClientContext context;
    private final String id;
    private final Type type;
    private final MessageListener<Object> listener;
    private final @Nullable BatchedListener batched;

    // Made with the first delivery, by the one thread that delivers.
    private @Nullable Map<String, String> details;

    // The time of the last message, by the one thread that delivers: many have the same.
    private Instant instant = Instant.EPOCH;
    private long millis;

    // Guarded by this.
    private boolean over;
    private @Nullable MpregException failure;
    private @Nullable CompletableFuture<Void> asked;

    Outlet(Hub hub, ClientContext context, String id, Type type, MessageListener<Object> listener) {
        this.hub = hub;
        this.context = context;
        this.id = id;
        this.type = type;
        this.listener = listener;
        this.batched = batched(listener);
    }

    private static @Nullable BatchedListener batched(MessageListener<?> listener) {
        return listener instanceof BatchedListener taker ? taker : null;
    }

    Executor executor() {
        return context.callbacks();
    }

    String id() {
        return id;
    }

    /** Completes when nothing comes any more; fails if the node has decided that. */
    CompletionStage<Void> ended() {
        CompletableFuture<Void> stage;
        boolean now;
        synchronized (this) {
            stage = asked == null ? new CompletableFuture<>() : asked;
            asked = stage;
            now = over;
        }
        if (now) {
            complete(stage);
        }
        return stage;
    }

    /**
     * Tells once that nothing comes any more.
     *
     * @param why why the node has decided that; null if the subscriber or the end of the node has
     */
    void end(@Nullable MpregException why) {
        CompletableFuture<Void> stage;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = why;
            stage = asked;
        }
        if (batched != null && why != null) {
            batched.ended(why);
        }
        if (stage == null) {
            return;
        }
        try {
            executor().execute(() -> complete(stage));
        } catch (RuntimeException e) {
            // Nobody of an application that stops has to wait for it.
            complete(stage);
        }
    }

    private void complete(CompletableFuture<Void> stage) {
        MpregException why;
        synchronized (this) {
            why = failure;
        }
        if (why == null) {
            stage.complete(null);
        } else {
            stage.completeExceptionally(why);
        }
    }

    /**
     * Brings messages to the listener while it is the one they go to; whatever it throws ends here.
     *
     * @return how many it was given
     */
    int deliver(Batch batch, Deliveries deliveries, BooleanSupplier still) {
        if (batched != null) {
            return still.getAsBoolean() ? deliver(batched, batch, deliveries) : 0;
        }
        int done = 0;
        while (done < batch.count() && still.getAsBoolean()) {
            deliver(batch.get(done), batch.isReplayed(done), deliveries);
            done++;
        }
        return done;
    }

    private int deliver(BatchedListener to, Batch batch, Deliveries deliveries) {
        deliveries.addAll(batch, details());
        try {
            to.onMessages(batch);
        } catch (Throwable e) {
            failed(batch.get(0), e);
        }
        return batch.count();
    }

    private void deliver(UnifiedMessage message, boolean replayed, Deliveries deliveries) {
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

    /** Whether the listener takes messages on the calling thread. */
    boolean isPrompt() {
        return batched != null && batched.isPrompt();
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
