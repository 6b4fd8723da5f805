package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.queue.MemoryStore;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.time.Platform;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QueueEventTest {

    private final Bench bench = new Bench(1);
    private final QueueEngine engine =
            new QueueEngine(
                    QueueEngineSettings.defaults(),
                    Bench.NODE,
                    new Platform(bench.time, bench.time, bench.scheduler, Thread::new),
                    bench.ulids,
                    bench.router,
                    Monitor.OFF,
                    new MemoryStore());
    private final QueueClient queues = engine.client(bench.context("app"));

    private CompletableFuture<RpcResult> await(EventDependency event) {
        return bench.start(
                RpcRequest.of(Command.of("a", "mpreg.echo", Ref.to("order")).after(event)));
    }

    @Test
    void theMessageThatWasProcessedIsTheValue() {
        EventDependency event =
                EventDependency.on("order", EventDependency.Type.QUEUE_MESSAGE, "orders.completed");
        CompletableFuture<RpcResult> whole = await(event);
        CompletableFuture<RpcResult> field = await(event.field("id"));
        CompletableFuture<RpcResult> enqueued =
                await(
                        EventDependency.on(
                                "order", EventDependency.Type.QUEUE_MESSAGE, "orders.enqueued"));
        queues.sendAsync("other", QueueMessage.of(1));
        queues.sendAsync("orders", QueueMessage.of(Map.of("id", 17)));
        bench.scheduler.drain();
        assertThat(enqueued.join().result("a")).hasToString("{\"id\":17}");
        assertThat(whole).isNotDone();
        queues.consume("orders", Map.class, delivery -> delivery.ack());
        bench.scheduler.drain();
        assertThat(whole.join().result("a")).hasToString("{\"id\":17}");
        assertThat(field.join().result("a")).hasToString("17");
    }
}
