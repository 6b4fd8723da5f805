package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Registration;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** The functions of a {@link MemoryNode}. */
final class MemoryRpc {

    private final MemoryNode node;
    private final Map<String, Filed> functions = new ConcurrentHashMap<>();

    MemoryRpc(MemoryNode node) {
        this.node = node;
    }

    Object client(ValueCodec codec, Executor context) {
        return new Client(codec, context);
    }

    FunctionSpec spec(String function) {
        return functions.get(function).spec();
    }

    /** Calls with values as a remote caller has them. */
    Value call(String function, ValueCodec codec, List<?> args, Map<String, ?> kwargs) {
        Filed filed = functions.get(function);
        if (filed == null) {
            throw MpregException.of(ErrorCode.UNKNOWN_FUNCTION, "nobody provides " + function);
        }
        CompletableFuture<Object> result = new CompletableFuture<>();
        RpcContext invocation =
                Partial.of(
                        RpcContext.class,
                        new Context(
                                function,
                                args.stream().map(a -> filed.value(codec.encode(a))).toList(),
                                kwargs.entrySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        e ->
                                                                filed.value(
                                                                        codec.encode(
                                                                                e.getValue()))))));
        filed.context().execute(() -> run(filed, invocation, result));
        return new Value(codec.encode(result.join()), codec);
    }

    private static void run(Filed filed, RpcContext invocation, CompletableFuture<Object> result) {
        try {
            Object value = filed.handler().invoke(invocation);
            if (value instanceof CompletionStage<?> stage) {
                result.complete(stage.toCompletableFuture().join());
            } else {
                result.complete(value);
            }
        } catch (Exception e) {
            result.completeExceptionally(e);
        }
    }

    private record Filed(
            FunctionSpec spec, FunctionHandler handler, ValueCodec codec, Executor context) {
        Value value(io.mpreg.api.Payload payload) {
            return new Value(payload, codec);
        }
    }

    /** The part of an invocation that there is. */
    private record Context(String function, List<Value> args, Map<String, Value> kwargs) {

        <T> T arg(int index, Type type) {
            return args.get(index).as(type);
        }

        <T> T kwarg(String name, Type type) {
            return kwargs.get(name).as(type);
        }

        String command() {
            return "command";
        }
    }

    /** The part of a client that there is. */
    private final class Client {
        private final ValueCodec codec;
        private final Executor context;

        Client(ValueCodec codec, Executor context) {
            this.codec = codec;
            this.context = context;
        }

        Value call(String function, Object... args) {
            return MemoryRpc.this.call(function, codec, List.of(args), Map.of());
        }

        RpcResult execute(RpcRequest request) {
            return executeAsync(request).toCompletableFuture().join();
        }

        CompletionStage<RpcResult> executeAsync(RpcRequest request) {
            Command command = request.commands().get(0);
            CommandOutcome outcome;
            try {
                Value value =
                        MemoryRpc.this.call(
                                command.function(), codec, command.args(), command.kwargs());
                outcome = outcome(CommandStatus.SUCCEEDED, Optional.of(value), Optional.empty());
            } catch (MpregException e) {
                outcome = failed(e.code(), e.getMessage());
            } catch (RuntimeException e) {
                outcome =
                        failed(
                                ErrorCode.EXECUTION_FAILED,
                                String.valueOf(e.getCause().getMessage()));
            }
            return CompletableFuture.completedFuture(
                    new RpcResult(
                            "r",
                            "c",
                            Map.of(),
                            Map.of(command.name(), outcome),
                            100,
                            List.of(),
                            Optional.empty()));
        }

        private CommandOutcome failed(ErrorCode code, String message) {
            return outcome(
                    CommandStatus.FAILED,
                    Optional.empty(),
                    Optional.of(new CommandOutcome.Error(code.id(), message)));
        }

        private CommandOutcome outcome(
                CommandStatus status, Optional<Value> value, Optional<CommandOutcome.Error> error) {
            return new CommandOutcome(status, value, error, Optional.empty(), 0, "n", 1, 0, 0);
        }

        Registration register(FunctionSpec spec, FunctionHandler handler) {
            Filed filed = new Filed(spec, handler, codec, context);
            if (functions.putIfAbsent(spec.name(), filed) != null) {
                throw MpregRequestException.of(ErrorCode.CONFLICT, spec.name() + " is there");
            }
            node.add("function " + spec.name());
            return new Registration() {
                @Override
                public String id() {
                    return spec.name();
                }

                @Override
                public void close() {
                    node.remove("function " + spec.name());
                    functions.remove(spec.name(), filed);
                }
            };
        }
    }
}
