package io.mpreg.wire.rpc;

import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionReport;
import io.mpreg.wire.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far commands are and how functions do, as JSON objects: what {@code rpc.monitor}, {@code
 * rpc.active} and {@code rpc.analytics} answer.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class ProgressForm {

    private ProgressForm() {}

    /** The object of a command. */
    public static Map<String, @Nullable Object> of(CommandProgress progress) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("commandId", progress.commandId());
        object.put("requestId", progress.requestId());
        object.put("command", progress.command());
        object.put("function", progress.function());
        object.put("node", progress.node());
        progress.status().ifPresent(status -> object.put("status", status.name()));
        object.put("percent", progress.percent());
        object.put("step", progress.step());
        object.put("runningMs", progress.runningMs());
        return object;
    }

    /** The command of an object. */
    public static CommandProgress progress(Fields object) {
        return new CommandProgress(
                object.text("requestId"),
                object.text("command"),
                object.text("function", ""),
                object.text("node", ""),
                object.choice("status", CommandStatus.class),
                object.number("percent"),
                object.text("step", ""),
                object.number("runningMs"));
    }

    /** The object of a function. */
    public static Map<String, @Nullable Object> of(FunctionReport report) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("function", report.function());
        object.put("calls", report.calls());
        object.put("errors", report.errors());
        object.put("inFlight", report.inFlight());
        object.put("totalMs", report.totalMs());
        object.put("p50Ms", report.p50Ms());
        object.put("p95Ms", report.p95Ms());
        object.put("p99Ms", report.p99Ms());
        object.put("averageWaitMs", report.averageWaitMs());
        return object;
    }

    /** The function of an object. */
    public static FunctionReport report(Fields object) {
        return new FunctionReport(
                object.text("function"),
                object.whole("calls"),
                object.whole("errors"),
                object.integer("inFlight"),
                object.number("totalMs"),
                object.number("p50Ms"),
                object.number("p95Ms"),
                object.number("p99Ms"),
                object.number("averageWaitMs"));
    }
}
