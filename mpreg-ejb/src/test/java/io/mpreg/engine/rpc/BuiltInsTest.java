package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BuiltInsTest {

    private final Bench bench = new Bench(1);

    private String value(Command command) {
        return bench.run(command).result(command.name()).toString();
    }

    @Test
    void giveArgumentsBack() {
        assertThat(value(Command.of("a", "mpreg.echo", Map.of("x", List.of(1, 2)))))
                .isEqualTo("{\"x\":[1,2]}");
        assertThat(value(Command.of("a", "mpreg.echo", (Object) null))).isEqualTo("null");
        assertThat(value(Command.of("a", "mpreg.echos", 1, "two"))).isEqualTo("[1,\"two\"]");
        assertThat(value(Command.of("a", "mpreg.echos"))).isEqualTo("[]");
        assertThat(value(Command.of("a", "mpreg.merge").kwarg("x", 1).kwarg("y", null)))
                .isEqualTo("{\"x\":1,\"y\":null}");
        assertThat(value(Command.of("a", "mpreg.node")))
                .isEqualTo("{\"node\":\"n1\",\"cluster\":\"c1\"}");
    }

    @Test
    void addNumbersAndListsOfThem() {
        assertThat(value(Command.of("a", "mpreg.add", 1, 2, 3.5))).isEqualTo("6.5");
        assertThat(value(Command.of("a", "mpreg.add", List.of(1, 2, 3)))).isEqualTo("6");
        assertThat(value(Command.of("a", "mpreg.add", 0.5, 0.5, 99))).isEqualTo("100");
        assertThat(value(Command.of("a", "mpreg.add"))).isEqualTo("0");
        for (String huge : List.of("1e999999999", "1e-999999999", "[1,-1e500]")) {
            assertThat(
                            bench.run(Command.of("a", "mpreg.add", Payload.json(huge), 1))
                                    .outcomes()
                                    .get("a")
                                    .error()
                                    .orElseThrow()
                                    .message())
                    .contains("digits");
        }
        CommandOutcome outcome = bench.run(Command.of("a", "mpreg.add", "1")).outcomes().get("a");
        assertThat(outcome.status()).isEqualTo(CommandStatus.FAILED);
        assertThat(outcome.error().orElseThrow().code()).isEqualTo("MPREG-1003");
    }

    @Test
    void failWithTheMessage() {
        CommandOutcome outcome =
                bench.run(Command.of("a", "mpreg.fail", "no luck")).outcomes().get("a");
        assertThat(outcome.error()).contains(new CommandOutcome.Error("MPREG-1003", "no luck"));
    }

    @Test
    void sleepHoldsNoThread() {
        CompletableFuture<RpcResult> result =
                bench.start(
                        RpcRequest.of(
                                Command.of("a", "mpreg.sleep", 250),
                                Command.of("b", "mpreg.add", Ref.to("a"), 1)));
        assertThat(bench.scheduler.pending()).isZero();
        bench.advance(Duration.ofMillis(249));
        assertThat(result).isNotDone();
        bench.advance(Duration.ofMillis(1));
        assertThat(result.join().results().get("b")).hasToString("251");
        assertThat(result.join().outcomes().get("b").waitedMs()).isEqualTo(250);
        assertThat(bench.time.pending()).isZero();
    }
}
