package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NestedCallTest {

    private final Bench bench = new Bench(3);
    private final List<RpcContext> inner = new ArrayList<>();

    private CompletableFuture<RpcResult> start(RpcRequest nested) {
        bench.client.register(
                FunctionSpec.named("inner"),
                call -> {
                    inner.add(call);
                    return new CompletableFuture<>();
                });
        bench.client.register(
                FunctionSpec.named("outer"),
                call -> {
                    CompletableFuture<Object> slept = new CompletableFuture<>();
                    bench.time.schedule(Duration.ofSeconds(2), () -> slept.complete(1));
                    return slept.thenCompose(woken -> bench.client.executeAsync(call.part(nested)));
                });
        return bench.start(
                RpcRequest.of(Command.of("a", "outer").timeout(Duration.ofSeconds(5)))
                        .correlationId("trace-1"));
    }

    @Test
    void timeThatIsLeftShrinksFromCallToCall() {
        CompletableFuture<RpcResult> result = start(RpcRequest.of(Command.of("b", "inner")));
        bench.advance(Duration.ofSeconds(2));
        assertThat(inner).hasSize(1);
        assertThat(inner.get(0).timeLeft()).isEqualTo(Duration.ofSeconds(3));
        assertThat(inner.get(0).correlationId()).isEqualTo("trace-1");
        bench.advance(Duration.ofSeconds(3));
        assertThat(inner.get(0).isCancelled()).isTrue();
        assertThat(result.join().outcomes().get("a").error().orElseThrow().code())
                .isEqualTo("MPREG-1004");
        assertThat(bench.engine.openRequests()).isZero();
    }

    @Test
    void aShorterTimeOfItsOwnCounts() {
        start(RpcRequest.of(Command.of("b", "inner")).timeout(Duration.ofSeconds(1)));
        bench.advance(Duration.ofSeconds(2));
        assertThat(inner.get(0).timeLeft()).isEqualTo(Duration.ofSeconds(1));
    }
}
