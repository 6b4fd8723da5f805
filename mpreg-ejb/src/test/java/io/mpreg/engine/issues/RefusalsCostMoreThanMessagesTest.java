package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.queue.MemoryStore;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Under overload most of the processors went into exceptions for what a full queue refused, and
 * each asked to come again in a second, by when the queue was long empty.
 */
class RefusalsCostMoreThanMessagesTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");
    private static final int DEPTH = 400;

    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private final UlidSource ulids = new UlidSource(time, new Random(1));
    private final NodeMonitor monitor =
            new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
    private final QueueEngine engine =
            new QueueEngine(
                    QueueEngineSettings.defaults(),
                    NODE,
                    platform,
                    ulids,
                    new UnifiedRouter(NODE),
                    monitor,
                    new MemoryStore());
    private final QueueClient client =
            engine.client(
                    new ClientContext(
                            Caller.local("test"),
                            new PayloadCodec(),
                            new Gate(GateSettings.defaults()),
                            Runnable::run));

    @AfterEach
    void stop() {
        engine.close();
        monitor.close();
    }

    private CompletionStage<SendReceipt> send() {
        return client.sendAsync("q", QueueMessage.of(Payload.json("1")));
    }

    private void fill() {
        client.create(QueueSpec.builder("q").maxDepth(DEPTH).build());
        for (int i = 0; i < DEPTH; i++) {
            assertThat(send().toCompletableFuture()).isCompleted();
        }
    }

    private Throwable refusal() {
        List<Throwable> seen = new ArrayList<>();
        send().whenComplete((receipt, failure) -> seen.add(failure));
        return seen.get(0);
    }

    private static long advice(Throwable refusal) {
        return ((Number) ((MpregException) refusal).details().get("retryAfterMs")).longValue();
    }

    @Test
    void manyRefusalsAreOneExceptionWithoutTrace() {
        fill();
        Throwable first = refusal();
        assertThat(first).isInstanceOf(MpregLimitException.class);
        assertThat(refusal()).isSameAs(first);
        assertThat(first.getStackTrace()).isEmpty();
        first.addSuppressed(new IllegalStateException("mine"));
        assertThat(first.getSuppressed()).isEmpty();
    }

    @Test
    void nobodyMakesAnotherOutcomeOfARefusalThatOthersShare() {
        fill();
        var refused = send().toCompletableFuture();
        refused.complete(null);
        refused.cancel(true);
        assertThatThrownBy(() -> refused.obtrudeValue(null))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> refused.obtrudeException(new IllegalStateException()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(refusal()).isInstanceOf(MpregLimitException.class);
        assertThat(refused.isCancelled()).isFalse();
    }

    @Test
    void whatIsMadeOfARefusedSendFailsAsAnyStageDoes() {
        fill();
        CompletionStage<SendReceipt> watched =
                send().whenComplete(
                                (receipt, failure) -> {
                                    throw new IllegalStateException("of the observer");
                                });
        assertThat(watched.toCompletableFuture()).isCompletedExceptionally();
        assertThat(watched.handle((receipt, failure) -> failure).toCompletableFuture().join())
                .isInstanceOf(MpregLimitException.class);
        assertThatThrownBy(() -> watched.thenApply(receipt -> 1).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MpregLimitException.class);
    }

    @Test
    void theAdviceFollowsThePaceOfTheConsumers() {
        fill();
        assertThat(advice(refusal())).isEqualTo(1_000);
        Deque<Delivery<Payload>> got = new ArrayDeque<>();
        client.<Payload>consume(ConsumerSpec.of("q").prefetch(DEPTH), Payload.class, got::add);
        for (int second = 0; second < 20; second++) {
            time.advance(Duration.ofSeconds(1));
            for (int i = 0; i < DEPTH; i++) {
                got.remove().ack();
                send();
            }
            refusal();
        }
        // A quarter of the queue is a quarter of a second's work.
        assertThat(advice(refusal())).isBetween(200L, 300L);
    }
}
