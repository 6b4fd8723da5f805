package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.time.Platform;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A command waits for changes in a real cache. */
class CacheEventTest {

    private final Bench bench = new Bench(1);
    private final CacheEngine cache =
            new CacheEngine(
                    CacheSettings.defaults(),
                    Bench.NODE,
                    new Platform(bench.time, bench.time, bench.scheduler, Thread::new),
                    bench.ulids,
                    bench.router,
                    Monitor.OFF);

    private CompletableFuture<RpcResult> await(String pattern) {
        return bench.start(
                RpcRequest.of(
                        Command.of("a", "mpreg.echo", Ref.to("e"))
                                .after(
                                        EventDependency.on(
                                                "e", EventDependency.Type.CACHE_UPDATE, pattern))));
    }

    @Test
    void theNewValueOrNullWhenItWent() {
        CacheClient people = cache.client(bench.context("app"), "people");
        CacheClient dogs = cache.client(bench.context("app"), "dogs");
        CompletableFuture<RpcResult> one = await("people.eu.17");
        CompletableFuture<RpcResult> any = await("*.eu.#");
        dogs.put("17", 1);
        people.put("18", 2);
        bench.scheduler.drain();
        assertThat(one).isNotDone();
        assertThat(any).isNotDone();
        people.put("eu.17", Map.of("name", "Ann"));
        bench.scheduler.drain();
        assertThat(one.join().result("a")).hasToString("{\"name\":\"Ann\"}");
        assertThat(any.join().result("a")).hasToString("{\"name\":\"Ann\"}");
        CompletableFuture<RpcResult> gone = await("people.eu.17");
        people.get("eu.17", Map.class);
        bench.scheduler.drain();
        assertThat(gone).isNotDone();
        people.remove("eu.17");
        bench.scheduler.drain();
        assertThat(gone.join().result("a")).hasToString("null");
    }
}
