package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.wire.Fields;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ReplyTest {

    private static final int PATIENCE_S = 30;

    private final ArrayDeque<Runnable> callbacks = new ArrayDeque<>();
    private final Connection connection = new Connection(new Nowhere(), settings(), threads());

    private static ClientSettings settings() {
        return ClientSettings.of("test");
    }

    private ClientThreads threads() {
        return new ClientThreads() {
            @Override
            public Executor callbacks() {
                return callbacks::add;
            }

            @Override
            public Runnable after(Duration delay, Runnable action) {
                return () -> {};
            }

            @Override
            public long millis() {
                return 0;
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void close() {}
        };
    }

    /** Leads to no node. */
    private static final class Nowhere implements Connector {
        @Override
        public CompletionStage<Link> open(Link.Inbound inbound) {
            return new CompletableFuture<>();
        }

        @Override
        public Attachment attachment() {
            return Attachment.REMOTE;
        }

        @Override
        public String target() {
            return "nowhere";
        }
    }

    private Reply.Made<String> reply() {
        return new Reply.Made<>(connection, fields -> ((Fields) fields).text("v"));
    }

    private static Fields value(String text) {
        return new Fields(Map.of("v", text));
    }

    /** A thread that waits for a reply, once it does. */
    private static FutureTask<String> waiting(Reply.Made<String> reply) throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> reply.get(PATIENCE_S, TimeUnit.SECONDS));
        Thread thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void continuationsRunWhereRepliesAreShown() {
        Reply.Made<String> reply = reply();
        CompletableFuture<String> after = reply.thenApply(v -> v + Thread.currentThread().getId());
        assertThat(reply.arrived(value("x"))).isFalse();
        assertThat(after).isNotDone();
        reply.show();
        assertThat(after).isCompletedWithValue("x" + Thread.currentThread().getId());
    }

    @Test
    void whoWaitsIsWokenByTheThreadThatReceives() throws Exception {
        Reply.Made<String> reply = reply();
        FutureTask<String> waiting = waiting(reply);
        assertThat(reply.arrived(value("x"))).isTrue();
        assertThat(waiting.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("x");
        assertThat(callbacks).isEmpty();
    }

    @Test
    void aContinuationMayWaitForAnotherReplyOfItsFrame() throws Exception {
        Reply.Made<String> first = reply();
        Reply.Made<String> second = reply();
        CompletableFuture<String> both =
                first.thenApply(
                        v -> {
                            try {
                                return v + second.get(PATIENCE_S, TimeUnit.SECONDS);
                            } catch (InterruptedException
                                    | ExecutionException
                                    | TimeoutException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        Receipts frame = new Receipts();
        first.arrived(value("a"));
        frame.add(first);
        second.arrived(value("b"));
        frame.add(second);
        frame.run();
        assertThat(both).isCompletedWithValue("ab");
    }

    @Test
    void severalMayWait() throws Exception {
        Reply.Made<String> reply = reply();
        FutureTask<String> first = waiting(reply);
        FutureTask<String> second = waiting(reply);
        assertThat(reply.arrived(value("x"))).isTrue();
        assertThat(first.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("x");
        assertThat(second.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("x");
    }

    @Test
    void aFailureReachesBoth() throws Exception {
        MpregException failure = MpregException.of(ErrorCode.UNAVAILABLE, "gone");
        Reply.Made<String> waitedFor = reply();
        FutureTask<String> waiting = waiting(waitedFor);
        waitedFor.failed(failure);
        assertThatThrownBy(() -> waiting.get(PATIENCE_S, TimeUnit.SECONDS)).hasRootCause(failure);
        Reply.Made<String> shown = reply();
        shown.failed(failure);
        assertThat(shown).isNotDone();
        callbacks.remove().run();
        assertThat(shown).isCompletedExceptionally();
    }

    @Test
    void whoHasWaitedLongEnoughGetsItLater() throws Exception {
        Reply.Made<String> reply = reply();
        assertThatThrownBy(() -> reply.get(1, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(reply.arrived(value("x"))).isFalse();
        assertThat(reply.get(0, TimeUnit.MILLISECONDS)).isEqualTo("x");
        assertThat(reply.join()).isEqualTo("x");
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() throws Exception {
        Reply.Made<String> reply = reply();
        Thread.currentThread().interrupt();
        assertThatThrownBy(reply::get).isInstanceOf(InterruptedException.class);
        assertThat(reply.arrived(value("x"))).isFalse();
    }

    @Test
    void whoWaitsLearnsThatAnotherGaveUp() throws Exception {
        Reply.Made<String> reply = reply();
        FutureTask<String> waiting = waiting(reply);
        reply.cancel(false);
        assertThatThrownBy(() -> waiting.get(PATIENCE_S, TimeUnit.SECONDS))
                .hasCauseInstanceOf(java.util.concurrent.CancellationException.class);
    }

    @Test
    void whatCannotBeReadIsAFailure() {
        Reply.Made<String> reply = reply();
        reply.arrived(new Fields(Map.of("v", 7)));
        reply.show();
        assertThat(reply).isCompletedExceptionally();
    }
}
