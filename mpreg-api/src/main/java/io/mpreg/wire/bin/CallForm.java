package io.mpreg.wire.bin;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request of one command that waits for nothing, and its result, in their compact form.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class CallForm {

    /** The name of a command that has no other. */
    public static final String COMMAND = "call";

    private static final int HAS_TIMEOUT = 1;
    private static final int HAS_CORRELATION = 2;
    private static final int HAS_KWARGS = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_TYPE = 4;
    private static final int HAS_ERROR = 8;

    private static final double MICROS_PER_MILLI = 1e3;

    private static final CommandStatus[] STATUSES = CommandStatus.values();

    private CallForm() {}

    /**
     * A request. Its arguments are values: nothing inside them is a reference.
     *
     * @param command the name of its one command
     * @param timeout how long it may take, if it says so
     * @param correlationId what ties it to others, if it says so
     */
    public record Call(
            String command,
            String function,
            List<Payload> args,
            Map<String, Payload> kwargs,
            Optional<Duration> timeout,
            Optional<String> correlationId) {}

    /**
     * What became of it.
     *
     * @param value its value, if it succeeded
     * @param error what failed, if something did
     * @param micros how long it ran
     * @param waitedMicros how long it waited
     */
    public record Result(
            String requestId,
            String correlationId,
            CommandStatus status,
            Optional<Payload> value,
            Optional<CommandOutcome.Error> error,
            String node,
            int attempt,
            long micros,
            long waitedMicros) {

        /** The same as others get it. */
        public RpcResult toResult(String command, ValueCodec codec) {
            Optional<Value> known = value.map(payload -> new Value(payload, codec));
            CommandOutcome outcome =
                    new CommandOutcome(
                            status,
                            known,
                            error,
                            Optional.empty(),
                            0,
                            node,
                            attempt,
                            micros / MICROS_PER_MILLI,
                            waitedMicros / MICROS_PER_MILLI);
            return new RpcResult(
                    requestId,
                    correlationId,
                    known.isPresent() ? Map.of(command, known.get()) : Map.of(),
                    Map.of(command, outcome),
                    known.isPresent() ? 100 : 0,
                    List.of(),
                    Optional.empty());
        }
    }

    /** A request to call a function. */
    public static void call(BinaryWriter out, long id, Call call) {
        boolean named = !call.command().equals(COMMAND);
        out.begin(MessageType.CALL)
                .number(id)
                .octet(
                        (call.timeout().isPresent() ? HAS_TIMEOUT : 0)
                                | (call.correlationId().isPresent() ? HAS_CORRELATION : 0)
                                | (call.kwargs().isEmpty() ? 0 : HAS_KWARGS)
                                | (named ? HAS_NAME : 0))
                .text(call.function());
        if (call.timeout().isPresent()) {
            out.number(call.timeout().get().toMillis());
        }
        if (call.correlationId().isPresent()) {
            out.text(call.correlationId().get());
        }
        if (named) {
            out.text(call.command());
        }
        Arguments.positional(out, call.args());
        if (!call.kwargs().isEmpty()) {
            Arguments.named(out, call.kwargs());
        }
        out.end();
    }

    /** Reads a request to call a function, after its id. */
    public static Call call(BinaryReader in) {
        int flags = in.octet();
        String function = in.text();
        Optional<Duration> timeout =
                (flags & HAS_TIMEOUT) != 0
                        ? Optional.of(Duration.ofMillis(in.number()))
                        : Optional.empty();
        Optional<String> correlation =
                (flags & HAS_CORRELATION) != 0 ? Optional.of(in.text()) : Optional.empty();
        String command = (flags & HAS_NAME) != 0 ? in.text() : COMMAND;
        List<Payload> args = Arguments.positional(in);
        Map<String, Payload> kwargs = (flags & HAS_KWARGS) != 0 ? Arguments.named(in) : Map.of();
        return new Call(command, function, args, kwargs, timeout, correlation);
    }

    /**
     * The reply to a request to call a function.
     *
     * @param outcome that of its one command
     */
    public static void result(BinaryWriter out, long id, RpcResult result, CommandOutcome outcome) {
        boolean correlated = !isDerived(result.correlationId(), result.requestId());
        @Nullable Payload value =
                outcome.value().isPresent() ? outcome.value().get().payload() : null;
        boolean typed = value != null && !value.isJson();
        out.begin(MessageType.RESULT)
                .number(id)
                .octet(
                        (correlated ? HAS_CORRELATION : 0)
                                | (typed ? HAS_TYPE : 0)
                                | (outcome.error().isPresent() ? HAS_ERROR : 0))
                .octet(outcome.status().ordinal())
                .text(result.requestId())
                .text(outcome.node())
                .number(outcome.attempt())
                .number(micros(outcome.durationMs()))
                .number(micros(outcome.waitedMs()));
        if (correlated) {
            out.text(result.correlationId());
        }
        if (outcome.error().isPresent()) {
            out.text(outcome.error().get().code()).text(outcome.error().get().message());
        }
        if (value != null && typed) {
            out.text(value.contentType());
        }
        if (value != null) {
            out.rest(value.bytes());
        }
        out.end();
    }

    private static long micros(double millis) {
        return Math.max(0, Math.round(millis * MICROS_PER_MILLI));
    }

    /** Reads the reply to a request to call a function, after its id. */
    public static Result result(BinaryReader in) {
        int flags = in.octet();
        int ordinal = in.octet();
        if (ordinal >= STATUSES.length) {
            throw new BinaryException("there is no status " + ordinal);
        }
        CommandStatus status = STATUSES[ordinal];
        String requestId = in.text();
        String node = in.text();
        int attempt = (int) Math.min(Integer.MAX_VALUE, in.number());
        long micros = in.number();
        long waited = in.number();
        String correlation = (flags & HAS_CORRELATION) != 0 ? in.text() : derived(requestId);
        Optional<CommandOutcome.Error> error =
                (flags & HAS_ERROR) != 0
                        ? Optional.of(new CommandOutcome.Error(in.text(), in.text()))
                        : Optional.empty();
        Optional<Payload> value = Optional.empty();
        if (status == CommandStatus.SUCCEEDED) {
            value =
                    Optional.of(
                            (flags & HAS_TYPE) != 0
                                    ? new Payload(in.text(), in.rest())
                                    : Payload.json(in.rest()));
        }
        return new Result(
                requestId, correlation, status, value, error, node, attempt, micros, waited);
    }

    /** Whether a correlation id is that of a request to which a node gave both. */
    static boolean isDerived(String correlationId, String requestId) {
        String prefix = MpregSystem.RPC.trackingPrefix();
        return requestId.startsWith(prefix)
                ? correlationId.length() == requestId.length() - prefix.length()
                        && requestId.endsWith(correlationId)
                : correlationId.equals(requestId);
    }

    /** The correlation id of a request to which a node gave both. */
    static String derived(String requestId) {
        String prefix = MpregSystem.RPC.trackingPrefix();
        return requestId.startsWith(prefix) ? requestId.substring(prefix.length()) : requestId;
    }
}
