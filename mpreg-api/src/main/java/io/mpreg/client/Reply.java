package io.mpreg.client;

import io.mpreg.api.MpregException;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.wire.Fields;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Who waits for the reply to a request.
 *
 * <p><b>Threads.</b> Told once, by any thread.
 */
interface Reply {

    /** Whether a compact reply is to be brought to a thread for callbacks. */
    boolean isShown();

    /** An object of JSON came. */
    void came(Fields fields);

    /** A reply in compact form came, on a thread for callbacks if it is to be shown there. */
    void brought(Fields reply);

    /** The receipt of a publication came in compact form; as before. */
    default void brought(PublishReceipt receipt) {
        brought(Compacted.reply(receipt));
    }

    void failed(MpregException failure);

    /** The fields of the reply, on the thread that receives it. */
    final class Whole extends CompletableFuture<Fields> implements Reply {

        @Override
        public boolean isShown() {
            return false;
        }

        @Override
        public void came(Fields fields) {
            complete(fields);
        }

        @Override
        public void brought(Fields reply) {
            complete(reply);
        }

        @Override
        public void failed(MpregException failure) {
            completeExceptionally(failure);
        }
    }

    /** What is made of the reply, on a thread for callbacks. */
    class Made<T> extends CompletableFuture<T> implements Reply {

        private final Executor callbacks;
        private final Function<Fields, T> made;

        Made(Executor callbacks, Function<Fields, T> made) {
            this.callbacks = callbacks;
            this.made = made;
        }

        @Override
        public boolean isShown() {
            return true;
        }

        @Override
        public void came(Fields fields) {
            show(() -> brought(fields));
        }

        @Override
        public void brought(Fields reply) {
            try {
                complete(made.apply(reply));
            } catch (RuntimeException e) {
                completeExceptionally(e);
            }
        }

        @Override
        public void failed(MpregException failure) {
            show(() -> completeExceptionally(failure));
        }

        private void show(Runnable completion) {
            try {
                callbacks.execute(completion);
            } catch (RejectedExecutionException e) {
                completion.run();
            }
        }
    }

    /** The receipt of a publication, on a thread for callbacks. */
    final class Receipt extends Made<PublishReceipt> {

        Receipt(Executor callbacks) {
            super(callbacks, RemoteTopics::receipt);
        }

        @Override
        public void brought(PublishReceipt receipt) {
            complete(receipt);
        }
    }
}
