package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.rpc.Cacheability;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.node.CachedResults;
import io.mpreg.engine.time.Platform;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results of cacheable functions are given again, until they end or are invalidated. */
class CachedResultTest {

    private final Bench bench = new Bench(1);
    private final CacheEngine cache =
            new CacheEngine(
                    CacheSettings.defaults(),
                    Bench.NODE,
                    new Platform(bench.time, bench.time, bench.scheduler, Thread::new),
                    bench.ulids,
                    bench.router,
                    Monitor.OFF);
    private final CacheClient results = cache.client(bench.context("app"), Cacheability.REGION);
    private final CacheClient prices = cache.client(bench.context("app"), "prices");
    private long runs;

    @BeforeEach
    void register() {
        bench.engine.keepResultsIn(new CachedResults(cache, bench.context("node")));
        FunctionSpec spec =
                FunctionSpec.named("total")
                        .cacheable(
                                new Cacheability(
                                        Duration.ofMinutes(1),
                                        Set.of("totals"),
                                        Set.of("prices:vat")));
        bench.client.register(spec, this::total);
        bench.client.register(FunctionSpec.named("other"), this::total);
    }

    private Object total(RpcContext context) {
        return ++runs;
    }

    private Object call(String function, boolean content, Object... args) {
        RpcRequest request = RpcRequest.of(Command.of("a", function, args)).cacheable(content);
        RpcResult result = bench.run(request);
        return result.result("a").as(Long.class);
    }

    @Test
    void onlyForRequestsThatAreContentAndFunctionsThatSaySo() {
        assertThat(call("total", false, 1)).isEqualTo(1L);
        assertThat(call("total", true, 1)).isEqualTo(2L);
        assertThat(call("total", true, 1)).isEqualTo(2L);
        assertThat(call("total", false, 1)).isEqualTo(3L);
        assertThat(call("other", true, 1)).isEqualTo(4L);
        assertThat(call("other", true, 1)).isEqualTo(5L);
        assertThat(call("total", true, 2)).isEqualTo(6L);
    }

    @Test
    void untilTheyEndOrAreInvalidated() {
        assertThat(call("total", true)).isEqualTo(1L);
        bench.advance(Duration.ofMinutes(2));
        assertThat(call("total", true)).isEqualTo(2L);
        assertThat(results.invalidateTag("totals")).isEqualTo(1);
        assertThat(call("total", true)).isEqualTo(3L);
        assertThat(results.invalidatePattern("total.#")).isEqualTo(1);
        assertThat(call("total", true)).isEqualTo(4L);
        prices.put("vat", 20);
        prices.invalidate("vat");
        assertThat(call("total", true)).isEqualTo(5L);
    }

    @Test
    void whatWasInvalidatedWhileItWasComputedIsNotKept() {
        CompletableFuture<RpcResult> running =
                bench.client
                        .executeAsync(RpcRequest.of(Command.of("a", "total")).cacheable(true))
                        .toCompletableFuture();
        while (runs == 0) {
            bench.scheduler.step();
        }
        results.invalidateTag("totals");
        bench.scheduler.drain();

        assertThat(running.join().result("a").as(Long.class)).isEqualTo(1L);
        assertThat(call("total", true)).isEqualTo(2L);
    }
}
