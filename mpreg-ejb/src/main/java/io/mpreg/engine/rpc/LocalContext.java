package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.RpcContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A call as a function in this node sees it. */
final class LocalContext implements RpcContext {

    private static final Logger LOG = System.getLogger(LocalContext.class.getName());

    private final LocalProvider provider;
    private final Call call;
    private final Invocation invocation;

    LocalContext(LocalProvider provider, Call call) {
        this.provider = provider;
        this.call = call;
        this.invocation = call.invocation();
    }

    @Override
    public List<Value> args() {
        ValueCodec codec = provider.owner().codec();
        List<Payload> args = invocation.args();
        List<Value> values = new ArrayList<>(args.size());
        for (int i = 0; i < args.size(); i++) {
            values.add(new Value(args.get(i), codec));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public Map<String, Value> kwargs() {
        if (invocation.kwargs().isEmpty()) {
            return Map.of();
        }
        ValueCodec codec = provider.owner().codec();
        Map<String, Value> values = new LinkedHashMap<>();
        invocation.kwargs().forEach((name, arg) -> values.put(name, new Value(arg, codec)));
        return Collections.unmodifiableMap(values);
    }

    @Override
    public <T> @Nullable T arg(int index, Type type) {
        List<Payload> args = invocation.args();
        if (index < 0 || index >= args.size()) {
            throw missing("args[" + index + "]", type, args.size() + " positional arguments");
        }
        return decode("args[" + index + "]", args.get(index), type);
    }

    @Override
    public <T> @Nullable T kwarg(String name, Type type) {
        Payload arg = invocation.kwargs().get(name);
        if (arg == null) {
            throw missing("kwargs." + name, type, "the named ones " + invocation.kwargs().keySet());
        }
        return decode("kwargs." + name, arg, type);
    }

    private <T> @Nullable T decode(String argument, Payload payload, Type type) {
        try {
            return provider.owner().codec().decode(payload, type);
        } catch (MpregException e) {
            throw MpregException.of(
                    ErrorCode.CONVERSION,
                    "argument "
                            + argument
                            + " of '"
                            + invocation.function()
                            + "' is no "
                            + type.getTypeName()
                            + ": "
                            + e.getMessage(),
                    Map.of("field", argument, "reason", String.valueOf(e.getMessage())),
                    e);
        }
    }

    private MpregRequestException missing(String argument, Type type, String given) {
        return MpregRequestException.field(
                argument,
                "'"
                        + invocation.function()
                        + "' needs a "
                        + type.getTypeName()
                        + " here, the caller gave "
                        + given);
    }

    @Override
    public String requestId() {
        return invocation.requestId();
    }

    @Override
    public String command() {
        return invocation.command();
    }

    @Override
    public String function() {
        return invocation.function();
    }

    @Override
    public String version() {
        return provider.offer().spec().version();
    }

    @Override
    public String correlationId() {
        return invocation.correlationId();
    }

    @Override
    public Optional<String> principal() {
        return Optional.of(invocation.principal()).filter(name -> !name.isEmpty());
    }

    @Override
    public String idempotencyKey() {
        return invocation.key();
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, invocation.deadline() - provider.clock().nanos()));
    }

    @Override
    public boolean isCancelled() {
        return call.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        call.onCancel(
                () -> {
                    try {
                        provider.owner().callbacks().execute(action);
                    } catch (RejectedExecutionException e) {
                        LOG.log(
                                Level.WARNING,
                                "the cancellation of {0} did not reach its function: {1}",
                                invocation.key(),
                                e.getMessage());
                    }
                });
    }

    @Override
    public void progress(double percent, String step) {
        if (!(percent >= 0 && percent <= 100)) {
            throw MpregRequestException.field("percent", "it must be 0 to 100, was " + percent);
        }
        call.progress(percent, step);
    }
}
