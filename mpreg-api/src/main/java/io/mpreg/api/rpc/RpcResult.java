package io.mpreg.api.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a request.
 *
 * @param requestId its id
 * @param correlationId the id under which its timeline is found
 * @param results the values of the succeeded commands that nothing depends on
 * @param outcomes what became of each command
 * @param successRate the share of commands that succeeded, 0 to 100; 100 for an empty request
 * @param intermediate per level, if asked for
 * @param summary times, if asked for
 * @since 0.1
 */
public record RpcResult(
        String requestId,
        String correlationId,
        Map<String, Value> results,
        Map<String, CommandOutcome> outcomes,
        double successRate,
        List<LevelResult> intermediate,
        Optional<ExecutionSummary> summary) {

    public RpcResult {
        results = ordered(results);
        outcomes = ordered(outcomes);
        intermediate = List.copyOf(intermediate);
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return map.size() < 2
                ? Map.copyOf(map)
                : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * The value of a command, whether or not others depend on it.
     *
     * @throws MpregException with the command's own code if it did not succeed
     */
    public Value result(String command) {
        CommandOutcome outcome = outcomes.get(command);
        if (outcome == null) {
            throw MpregRequestException.notFound("command", command);
        }
        return outcome.value().orElseThrow(() -> failure(command, outcome));
    }

    private static MpregException failure(String command, CommandOutcome outcome) {
        Map<String, Object> details = Map.of("command", command, "node", outcome.node());
        if (outcome.error().isPresent()) {
            CommandOutcome.Error error = outcome.error().get();
            ErrorCode code = ErrorCode.of(error.code()).orElse(ErrorCode.EXECUTION_FAILED);
            return MpregException.of(code, error.message(), details);
        }
        return MpregException.of(
                ErrorCode.EXECUTION_FAILED,
                "command '"
                        + command
                        + "' was skipped because of '"
                        + outcome.skippedBecause().orElse("")
                        + "'",
                details);
    }
}
