package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Timers;
import io.mpreg.wire.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The functions that every node has. */
final class BuiltIns {

    private static final int CONCURRENCY = 1 << 16;
    private static final int MAX_DIGITS = 400;

    private final NodeInfo node;
    private final Platform platform;

    BuiltIns(Host host) {
        this.node = host.node();
        this.platform = host.platform();
    }

    void register(Registry registry) {
        add(registry, "echo", "Gives its argument back.", this::echo);
        add(registry, "echos", "Gives all its arguments back as a list.", this::echos);
        add(registry, "sleep", "Waits so many milliseconds and returns them.", this::sleep);
        add(registry, "fail", "Fails with the message that it is given.", this::fail);
        add(registry, "node", "Tells which node runs it.", this::node);
        add(registry, "add", "Adds numbers.", this::sum);
        add(registry, "merge", "Gives its named arguments back as an object.", this::merge);
    }

    private static void add(
            Registry registry, String name, String description, FunctionHandler handler) {
        registry.register(
                FunctionSpec.named("mpreg." + name)
                        .description(description)
                        .tags("built-in")
                        .idempotent(true)
                        .concurrency(CONCURRENCY),
                handler);
    }

    private Object echo(RpcContext call) {
        if (call.args().size() != 1) {
            throw MpregRequestException.field(
                    "args", "mpreg.echo takes one argument, not " + call.args().size());
        }
        return call.args().get(0).payload();
    }

    private Object echos(RpcContext call) {
        return call.args().stream().map(arg -> Trees.leaf(arg.payload())).toList();
    }

    private CompletionStage<Object> sleep(RpcContext call) {
        Number millis = call.arg(0, Number.class);
        if (millis == null || millis.doubleValue() < 0 || millis.doubleValue() > 1e12) {
            throw MpregRequestException.field(
                    "args[0]", "mpreg.sleep takes milliseconds, not " + millis);
        }
        CompletableFuture<Object> awake = new CompletableFuture<>();
        Timers.Timer timer =
                platform.timers()
                        .schedule(
                                Duration.ofNanos((long) (millis.doubleValue() * 1e6)),
                                () -> awake.completeAsync(() -> millis, platform.workers()));
        call.onCancel(timer::cancel);
        return awake;
    }

    private Object fail(RpcContext call) {
        throw MpregException.of(
                ErrorCode.EXECUTION_FAILED,
                call.args().isEmpty()
                        ? "mpreg.fail was called"
                        : String.valueOf(call.<Object>arg(0, Object.class)));
    }

    private Object node(RpcContext call) {
        Map<String, Object> here = new LinkedHashMap<>();
        here.put("node", node.node());
        here.put("cluster", node.cluster());
        return here;
    }

    private Object sum(RpcContext call) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < call.args().size(); i++) {
            sum = sum.add(sum("args[" + i + "]", call.arg(i, Object.class)));
        }
        BigDecimal plain = sum.stripTrailingZeros();
        return plain.scale() <= 0 ? plain.toBigInteger() : plain;
    }

    private static BigDecimal sum(String place, @Nullable Object value) {
        if (value instanceof Number number) {
            BigDecimal decimal = new BigDecimal(number.toString());
            // A short text such as 1e999999999 would become a sum of as many digits.
            if (Math.abs((long) decimal.scale()) > MAX_DIGITS) {
                throw MpregRequestException.field(
                        place, "mpreg.add takes numbers of at most " + MAX_DIGITS + " digits");
            }
            return decimal;
        }
        if (!(value instanceof List<?> list)) {
            throw MpregRequestException.field(place, "it is neither a number nor a list of them");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < list.size(); i++) {
            sum = sum.add(sum(place + "[" + i + "]", list.get(i)));
        }
        return sum;
    }

    private Object merge(RpcContext call) {
        Map<String, Object> merged = new LinkedHashMap<>();
        call.kwargs().forEach((name, arg) -> merged.put(name, Trees.leaf(arg.payload())));
        return Payload.json(Json.write(merged));
    }
}
