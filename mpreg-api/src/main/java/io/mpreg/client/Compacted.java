package io.mpreg.client;

import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replies that came in a compact form, and were brought to a thread for callbacks with others. */
final class Compacted {

    private static final String VALUE = "compacted";

    private Compacted() {}

    /** Reads a reply, after its id. */
    static Fields read(int type, BinaryReader in) {
        return switch (type) {
            case MessageType.PUBLISHED -> RemoteTopics.reply(PublishForm.receipt(in));
            case MessageType.SENT -> reply(QueueForm.receipt(in));
            default -> reply(in.number());
        };
    }

    private static Fields reply(Object value) {
        return new Fields(Map.of("op", "ok", VALUE, value));
    }

    /** The value of such a reply; null if it is none. */
    static <T> @Nullable T value(Fields reply, Class<T> type) {
        Object value = reply.fields().get(VALUE);
        return type.isInstance(value) ? type.cast(value) : null;
    }

    /** Asks, and shows what is made of the reply on a thread for callbacks. */
    static <T> CompletionStage<T> ask(
            Connection connection, Request request, Function<Fields, T> made) {
        CompletableFuture<T> shown = new CompletableFuture<>();
        connection
                .request(request.shown())
                .whenComplete(
                        (reply, failure) -> {
                            Runnable showing = () -> show(shown, made, reply, failure);
                            if (reply != null && reply.fields().containsKey(VALUE)) {
                                showing.run();
                                return;
                            }
                            try {
                                connection.threads().callbacks().execute(showing);
                            } catch (RejectedExecutionException e) {
                                showing.run();
                            }
                        });
        return shown;
    }

    private static <T> void show(
            CompletableFuture<T> shown,
            Function<Fields, T> made,
            @Nullable Fields reply,
            @Nullable Throwable failure) {
        if (reply == null) {
            shown.completeExceptionally(
                    failure == null ? new IllegalStateException("no reply") : failure);
            return;
        }
        try {
            shown.complete(made.apply(reply));
        } catch (RuntimeException e) {
            shown.completeExceptionally(e);
        }
    }
}
