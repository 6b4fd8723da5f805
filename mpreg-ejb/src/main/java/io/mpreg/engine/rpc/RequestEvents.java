package io.mpreg.engine.rpc;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.LevelResult;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.Monitor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the course of one request to those who want to know: the monitor, and with progress on the
 * subscribers of its topics. Nothing is built for nobody.
 */
final class RequestEvents {

    private static final Map<String, String> SINGLE = Map.of("commands", "1");
    private static final Map<String, String> COMPLETE = Map.of("successRate", "100.0");

    private final Monitor monitor;
    private final Identity identity;
    private final EventDesk desk;
    private final CommandDetails details;
    private final TopicEvents topics;
    private final boolean progress;

    private RequestEvents(
            Monitor monitor,
            Identity identity,
            EventDesk desk,
            CommandDetails details,
            TopicEvents topics,
            boolean progress) {
        this.monitor = monitor;
        this.identity = identity;
        this.desk = desk;
        this.details = details;
        this.topics = topics;
        this.progress = progress;
    }

    static RequestEvents of(Services services, Identity identity, boolean progress) {
        return new RequestEvents(
                services.host().monitor(),
                identity,
                services.desk(),
                services.details(),
                new TopicEvents(services.host(), identity),
                progress);
    }

    void requestStarted(int commands) {
        if (watched()) {
            record(
                    "rpc.started",
                    0,
                    true,
                    commands == 1 ? SINGLE : Map.of("commands", Integer.toString(commands)));
        }
    }

    void requestCompleted(long nanos, double successRate) {
        if (watched()) {
            record(
                    "rpc.completed",
                    nanos,
                    successRate == 100,
                    successRate == 100
                            ? COMPLETE
                            : Map.of("successRate", Double.toString(successRate)));
        }
    }

    void commandStarted(Run run) {
        if (watched()) {
            record("rpc.command.started", 0, true, details.of(run, ""));
        }
        if (progress) {
            topics.commandStarted(run);
        }
    }

    /** The function says how far it is. */
    void commandProgressed(Run run, double percent, String step) {
        if (progress && watched()) {
            Map<String, String> details = new LinkedHashMap<>(this.details.of(run, ""));
            details.put("percent", Double.toString(percent));
            details.put("step", step);
            record("rpc.command.progress", 0, true, details);
        }
        commandRuns(run, percent, step);
    }

    /** A command has run for a while since it was heard of. */
    void commandRuns(Run run, double percent, String step) {
        if (progress) {
            topics.commandProgressed(run, percent, step);
        }
    }

    void commandEnded(Run run) {
        Outcome outcome = run.outcome;
        if (outcome == null) {
            return;
        }
        if (watched()) {
            record(
                    outcome.succeeded() ? "rpc.command.completed" : "rpc.command.failed",
                    run.started ? run.endedAt - run.startedAt : 0,
                    outcome.succeeded(),
                    ending(run, outcome));
        }
        // A command of another request may wait for this one's end, whether or not it is watched.
        if (progress || desk.commandsAwaited()) {
            topics.commandEnded(run, outcome);
        }
    }

    void levelStarted(int level) {
        if (progress) {
            topics.levelStarted(level);
        }
    }

    /**
     * @param result what it yielded, if that is asked for
     */
    void levelCompleted(int level, Optional<LevelResult> result) {
        if (progress) {
            topics.levelCompleted(level, result);
        }
    }

    /**
     * @param from a command or an event
     */
    void resolved(String from, Run to) {
        if (progress) {
            topics.resolved(from, to.step.name());
        }
    }

    private boolean watched() {
        return monitor.watches(MpregSystem.RPC);
    }

    private Map<String, String> ending(Run run, Outcome outcome) {
        Map<String, String> known = details.of(run, outcome.status().name());
        Optional<CommandOutcome.Error> error = outcome.error();
        Optional<String> because = outcome.skippedBecause();
        if (error.isEmpty() && because.isEmpty()) {
            return known;
        }
        Map<String, String> all = new LinkedHashMap<>(known);
        error.ifPresent(e -> all.put("code", e.code()));
        because.ifPresent(other -> all.put("skippedBecause", other));
        return all;
    }

    private void record(String type, long nanos, boolean success, Map<String, String> details) {
        monitor.record(
                new Event(
                        identity.requestId(),
                        identity.correlationId(),
                        type,
                        MpregSystem.RPC,
                        null,
                        null,
                        nanos,
                        success,
                        details));
    }
}
