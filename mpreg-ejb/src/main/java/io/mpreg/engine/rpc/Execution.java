package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.route.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request while it runs: starts each command the moment everything it needs is there.
 *
 * <p><b>Threads.</b> {@link #begin}, {@link #cancel} and {@link #result} are safe for use by any
 * number of threads. Everything else happens in the mailbox, one thing after the other, and never
 * runs a function or waits.
 */
final class Execution implements Running {

    private static final double NANOS_PER_MS = 1e6;

    private static final Logger LOG = System.getLogger(Execution.class.getName());

    private final Services services;
    private final ClientContext caller;
    private final Identity identity;
    private final RpcRequest request;
    private final Graph graph;
    private final Consumer<Running> onEnd;
    private final Mailbox mailbox;
    private final CompletableFuture<RpcResult> result = new CompletableFuture<>();
    private final long acceptedAt;
    private final long deadline;
    private final Run[] runs;
    private final @Nullable Resolved[] eventValues;
    private final LevelLog levels;
    private final Alarms alarms;
    private final RequestEvents events;
    private final Attempts attempts;
    private final ArrayDeque<Run> ready = new ArrayDeque<>();
    private int unsettled;
    private int running;
    private int maxParallel;
    private boolean stopping;
    private boolean finished;

    Execution(
            Services services,
            ClientContext caller,
            Identity identity,
            RpcRequest request,
            Graph graph,
            Consumer<Running> onEnd) {
        this.services = services;
        this.caller = caller;
        this.identity = identity;
        this.request = request;
        this.graph = graph;
        this.onEnd = onEnd;
        this.acceptedAt = services.clock().nanos();
        this.deadline = acceptedAt + timeout().toNanos();
        this.mailbox = new Mailbox(services.host().platform().workers(), this::broke);
        this.runs = graph.steps().stream().map(Run::new).toArray(Run[]::new);
        this.eventValues = new Resolved[graph.events().size()];
        this.levels = new LevelLog(graph, runs, caller.codec(), acceptedAt, request.intermediate());
        this.alarms = new Alarms(services.host().platform().timers(), mailbox);
        this.events = RequestEvents.of(services, identity, request.progress());
        this.attempts =
                new Attempts(
                        services,
                        identity,
                        mailbox,
                        levels,
                        events,
                        request.cacheable(),
                        new Commands());
        this.unsettled = runs.length;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public CompletableFuture<RpcResult> result() {
        return result;
    }

    private Duration timeout() {
        return RpcSettings.bounded(request.timeout().orElse(services.settings().requestTimeout()));
    }

    @Override
    public void begin() {
        EventWaits waits = services.desk().reserve(graph.events(), new Events());
        mailbox.post(() -> open(waits));
    }

    private void open(EventWaits waits) {
        if (finished) {
            waits.close();
            return;
        }
        alarms.request(timeout(), this::timeUp);
        alarms.waits(waits);
        waits.open();
        events.requestStarted(runs.length);
        if (request.progress() && runs.length > 0) {
            alarms.heartbeat(services.settings().progressInterval(), this::heartbeat);
        }
        for (Run run : runs) {
            if (run.missing == 0) {
                ready.add(run);
            }
        }
        proceed();
    }

    /** Brings what becomes of awaited events into the mailbox. */
    private final class Events implements EventWaits.Listener {
        @Override
        public void arrived(EventPlan event, Payload value) {
            mailbox.postLater(() -> eventArrived(event, value));
        }

        @Override
        public void failed(EventPlan event, Outcome outcome) {
            mailbox.postLater(() -> eventFailed(event, outcome));
        }
    }

    @Override
    public void cancel(String reason) {
        mailbox.post(() -> stop(run -> new Outcome.Cancelled(reason)));
    }

    private void proceed() {
        while (running < services.settings().maxParallel() && !ready.isEmpty()) {
            Run run = ready.poll();
            if (!run.settled()) {
                start(run);
            }
        }
        if (unsettled == 0 && !finished) {
            finish();
        }
    }

    private void start(Run run) {
        long now = services.clock().nanos();
        try {
            run.arguments = Arguments.of(run.step, name -> resolved(run.step, name), caller.gate());
        } catch (Template.Unresolvable e) {
            settle(
                    run,
                    new Outcome.Failed(
                            ErrorCode.UNRESOLVABLE_REFERENCE,
                            "command '" + run.step.name() + "': " + e.getMessage()));
            return;
        } catch (MpregException e) {
            settle(run, new Outcome.Failed(e.code(), String.valueOf(e.getMessage())));
            return;
        }
        run.deadline = deadline;
        Duration own =
                RpcSettings.bounded(
                        run.step.command().timeout().orElse(services.settings().commandTimeout()));
        if (own.toNanos() < deadline - now) {
            run.deadline = now + own.toNanos();
            run.timer = alarms.command(own, () -> commandTimeUp(run, own));
        }
        attempts.next(run);
    }

    private Resolved resolved(Step step, String name) {
        int event = graph.event(step, name);
        Integer command = graph.indexes().get(name);
        Resolved value = event >= 0 ? eventValues[event] : runs[command].value;
        if (value == null) {
            throw new IllegalStateException(step.name() + " started before " + name);
        }
        return value;
    }

    /** Hears what becomes of attempts. */
    private final class Commands implements Attempts.Listener {
        @Override
        public void started(Run run) {
            running++;
            maxParallel = Math.max(maxParallel, running);
            if (levels.started(run)) {
                events.levelStarted(run.step.level());
            }
        }

        @Override
        public void over(Run run, Outcome outcome) {
            settle(run, outcome);
        }

        @Override
        public void proceed() {
            Execution.this.proceed();
        }
    }

    private void commandTimeUp(Run run, Duration own) {
        if (!run.settled()) {
            Provider provider = run.provider;
            if (provider != null) {
                provider.health().failed();
            }
            settle(
                    run,
                    new Outcome.TimedOut(
                            "command '" + run.step.name() + "' did not end within " + own));
            proceed();
        }
    }

    private void timeUp() {
        Duration time = timeout();
        stop(
                run ->
                        new Outcome.TimedOut(
                                "the request's time of "
                                        + time
                                        + " was over "
                                        + (run.started
                                                ? "while the command ran"
                                                : "before the command could start")));
    }

    private void stop(Function<Run, Outcome> why) {
        if (finished) {
            return;
        }
        stopping = true;
        for (Run run : runs) {
            if (!run.settled()) {
                settle(run, why.apply(run));
            }
        }
        proceed();
    }

    private void eventArrived(EventPlan event, Payload value) {
        if (finished || eventValues[event.index()] != null) {
            return;
        }
        eventValues[event.index()] = new Resolved(value);
        for (Run run : runs) {
            if (run.step.events().contains(event.index())) {
                events.resolved(event.name(), run);
                release(run);
            }
        }
        proceed();
    }

    private void eventFailed(EventPlan event, Outcome outcome) {
        for (Run run : runs) {
            if (!run.settled() && run.step.events().contains(event.index())) {
                settle(run, outcome);
            }
        }
        proceed();
    }

    private void release(Run run) {
        if (--run.missing == 0 && !run.settled()) {
            ready.add(run);
        }
    }

    private void settle(Run run, Outcome outcome) {
        run.outcome = outcome;
        run.endedAt = services.clock().nanos();
        unsettled--;
        alarms.stop(run);
        Call call = run.call;
        if (call != null) {
            call.cancel();
        }
        run.leavePlace();
        FunctionMeter meter = run.meter;
        if (meter != null) {
            running--;
            meter.ended(
                    outcome.succeeded(), run.endedAt - run.startedAt, run.startedAt - acceptedAt);
            services.host()
                    .router()
                    .measured(Lane.RPC, (run.endedAt - run.startedAt) / NANOS_PER_MS);
        }
        if (request.progress()) {
            services.board().ended(run.progress(identity.requestId(), run.endedAt));
        }
        events.commandEnded(run);
        for (int level = levels.ended(run); level < levels.reported(); level++) {
            events.levelCompleted(level, levels.result(level));
        }
        if (outcome.succeeded()) {
            run.value = new Resolved(outcome.value().orElseThrow());
            for (int index : run.step.dependants()) {
                events.resolved(run.step.name(), runs[index]);
                release(runs[index]);
            }
        } else if (!stopping) {
            skipDependants(run);
        }
    }

    private void skipDependants(Run run) {
        Outcome outcome = Objects.requireNonNull(run.outcome);
        String because = outcome.skippedBecause().orElse(run.step.name());
        for (int index : run.step.dependants()) {
            if (!runs[index].settled()) {
                settle(runs[index], new Outcome.Skipped(because));
            }
        }
    }

    private void heartbeat() {
        if (finished) {
            return;
        }
        long silentSince =
                services.clock().nanos() - services.settings().progressInterval().toNanos();
        for (Run run : runs) {
            Run.Stage stage = run.stage;
            if (run.started && !run.settled() && (stage == null || stage.nanos() <= silentSince)) {
                events.commandRuns(
                        run,
                        stage == null ? 0 : stage.percent(),
                        stage == null ? "" : stage.step());
            }
        }
        alarms.heartbeat(services.settings().progressInterval(), this::heartbeat);
    }

    private void finish() {
        finished = true;
        alarms.close();
        long now = services.clock().nanos();
        RpcResult composed =
                new Report(identity, request, runs, caller.codec())
                        .result(acceptedAt, now, levels, maxParallel);
        onEnd.accept(this);
        events.requestCompleted(now - acceptedAt, composed.successRate());
        result.complete(composed);
    }

    private void broke(RuntimeException e) {
        finished = true;
        stopping = true;
        alarms.close();
        for (Run run : runs) {
            Call call = run.call;
            if (call != null) {
                call.cancel();
            }
            run.leavePlace();
            if (run.meter != null && !run.settled()) {
                run.meter.ended(false, 0, 0);
            }
        }
        onEnd.accept(this);
        result.completeExceptionally(incident(services, identity, e));
    }

    /** Writes down that a request broke off, and says what its caller gets to know. */
    static MpregException incident(Services services, Identity identity, RuntimeException e) {
        String incident = services.host().ulids().next().toString();
        LOG.log(
                Level.ERROR,
                "request " + identity.requestId() + " broke off, incident " + incident,
                e);
        return MpregException.of(
                ErrorCode.INTERNAL,
                "the node failed; its log has the incident " + incident,
                Map.of("incident", incident));
    }

    @Override
    public List<CommandProgress> active(long now) {
        List<CommandProgress> active = new ArrayList<>();
        for (Run run : runs) {
            if (run.started && !run.settled()) {
                active.add(run.progress(identity.requestId(), now));
            }
        }
        return active;
    }

    @Override
    public Optional<CommandProgress> progress(String command, long now) {
        Integer index = graph.indexes().get(command);
        return index == null || !runs[index].started && !runs[index].settled()
                ? Optional.empty()
                : Optional.of(runs[index].progress(identity.requestId(), now));
    }
}
