package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Composes what the caller of a request gets. */
record Report(Identity identity, RpcRequest request, Run[] runs, ValueCodec codec) {

    /** What the caller gets of a request that could not be run at all. */
    static RpcResult uniform(
            RpcRequest request, MpregException error, String node, Map<String, Integer> levels) {
        CommandStatus status =
                error.code() == ErrorCode.CANCELLED
                        ? CommandStatus.CANCELLED
                        : CommandStatus.FAILED;
        Map<String, CommandOutcome> outcomes = new LinkedHashMap<>();
        for (Command command : request.commands()) {
            outcomes.put(
                    command.name(),
                    new CommandOutcome(
                            status,
                            Optional.empty(),
                            Optional.of(
                                    new CommandOutcome.Error(
                                            error.code().id(), String.valueOf(error.getMessage()))),
                            Optional.empty(),
                            levels.getOrDefault(command.name(), 0),
                            node,
                            0,
                            0,
                            0));
        }
        return new RpcResult(
                request.requestId().orElse(""),
                request.correlationId().orElse(""),
                Map.of(),
                outcomes,
                outcomes.isEmpty() ? 100 : 0,
                List.of(),
                Optional.empty());
    }

    RpcResult result(long acceptedAt, long now, LevelLog levels, int maxParallel) {
        Map<String, Value> results = new LinkedHashMap<>();
        Map<String, CommandOutcome> outcomes = new LinkedHashMap<>();
        int succeeded = 0;
        for (Run run : runs) {
            CommandOutcome outcome = run.report(acceptedAt, codec);
            outcomes.put(run.step.name(), outcome);
            if (outcome.value().isPresent()) {
                succeeded++;
                if (run.step.dependants().isEmpty()) {
                    results.put(run.step.name(), outcome.value().get());
                }
            }
        }
        return new RpcResult(
                identity.requestId(),
                identity.correlationId(),
                results,
                outcomes,
                runs.length == 0 ? 100 : 100.0 * succeeded / runs.length,
                levels.results(),
                request.summary()
                        ? Optional.of(levels.summary(now, maxParallel))
                        : Optional.empty());
    }
}
