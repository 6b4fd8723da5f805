package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.FunctionReport;
import io.mpreg.engine.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people want to know of the commands that run, and of how functions do.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; each answer is as of some moment during
 * the call.
 */
record Insight(Clock clock, Requests requests, Analytics analytics, ProgressBoard board) {

    /** The commands that run at present. */
    List<CommandProgress> active() {
        List<CommandProgress> active = new ArrayList<>();
        long now = clock.nanos();
        requests.open().forEach(execution -> active.addAll(execution.active(now)));
        return active;
    }

    /** How far a command is that has started, or ended lately. */
    Optional<CommandProgress> progress(String commandId) {
        int end = commandId.lastIndexOf(':');
        Optional<Running> open =
                end < 0 ? Optional.empty() : requests.open(commandId.substring(0, end));
        Optional<CommandProgress> live =
                open.flatMap(e -> e.progress(commandId.substring(end + 1), clock.nanos()));
        return live.isPresent() ? live : board.of(commandId);
    }

    /** How the calls of each function went, those that took the most time first. */
    List<FunctionReport> functions() {
        return analytics.report();
    }
}
