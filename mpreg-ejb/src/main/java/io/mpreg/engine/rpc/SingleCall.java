package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.route.Lane;
import io.mpreg.engine.time.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request of one command that depends on nothing and asks for nothing but its result: most are of
 * that kind, and need neither a graph nor a mailbox. To others it looks like any other request.
 *
 * <p><b>Threads.</b> Attempts follow each other; who ends the last one, the timer and who cancels
 * race for the outcome, and the first one has it.
 */
final class SingleCall implements Running {

    private static final double NANOS_PER_MS = 1e6;

    private final Services services;
    private final ClientContext caller;
    private final Identity identity;
    private final RpcRequest request;
    private final RequestEvents events;
    private final Consumer<Running> onEnd;
    private final Run run;
    private final long acceptedAt;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<RpcResult> result = new CompletableFuture<>();
    private volatile @Nullable Call call;
    private volatile Timers.@Nullable Timer alarm;

    /**
     * @param step its command, whose arguments have no references
     */
    SingleCall(
            Services services,
            ClientContext caller,
            Identity identity,
            RpcRequest request,
            Step step,
            Arguments arguments,
            Consumer<Running> onEnd) {
        this.services = services;
        this.caller = caller;
        this.identity = identity;
        this.request = request;
        this.events = RequestEvents.of(services, identity, false);
        this.onEnd = onEnd;
        this.run = new Run(step);
        this.acceptedAt = services.clock().nanos();
        run.arguments = arguments;
    }

    /** Whether a request is of that kind, as far as can be seen without its arguments. */
    static boolean suits(RpcRequest request) {
        return request.commands().size() == 1
                && request.commands().get(0).after().isEmpty()
                && request.delivery() == Guarantee.FIRE_AND_FORGET
                && !request.intermediate()
                && !request.summary()
                && !request.progress()
                && !request.cacheable();
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public CompletableFuture<RpcResult> result() {
        return result;
    }

    @Override
    public void begin() {
        RpcSettings settings = services.settings();
        Command command = run.step.command();
        Duration whole = RpcSettings.bounded(request.timeout().orElse(settings.requestTimeout()));
        Duration own = RpcSettings.bounded(command.timeout().orElse(settings.commandTimeout()));
        boolean ownFirst = own.compareTo(whole) < 0;
        Duration time = ownFirst ? own : whole;
        run.deadline = acceptedAt + time.toNanos();
        try {
            alarm = services.deadlines().schedule(time, () -> later(() -> timeUp(ownFirst, time)));
            events.requestStarted(1);
            next();
        } catch (RuntimeException e) {
            broke(e);
        }
        // It may have been over before there was an alarm to call off.
        callOff();
    }

    /* The timer's thread must not be held up. */
    private void later(Runnable action) {
        try {
            services.host().platform().workers().execute(action);
        } catch (RejectedExecutionException e) {
            // The node is stopping; it must take effect all the same.
            action.run();
        }
    }

    private void timeUp(boolean own, Duration time) {
        if (over.get()) {
            return;
        }
        Provider provider = run.provider;
        if (own && provider != null) {
            provider.health().failed();
        }
        settle(
                new Outcome.TimedOut(
                        own
                                ? "command '" + run.step.name() + "' did not end within " + time
                                : "the request's time of "
                                        + time
                                        + " was over while the command ran"));
    }

    @Override
    public void cancel(String reason) {
        settle(new Outcome.Cancelled(reason));
    }

    private void next() {
        Optional<Provider> provider =
                run.attempt < services.settings().maxAttempts()
                        ? services.choice().choose(run.step.need(), run.tried)
                        : Optional.empty();
        if (provider.isPresent()) {
            call(provider.get());
            return;
        }
        Outcome failure = run.lastFailure;
        settle(
                failure != null
                        ? failure
                        : new Outcome.Failed(
                                ErrorCode.UNKNOWN_FUNCTION,
                                services.choice().unknown(run.step.need())));
    }

    private void call(Provider provider) {
        run.attempt++;
        run.tried.add(provider);
        run.provider = provider;
        if (!run.started) {
            run.startedAt = services.clock().nanos();
            run.meter = services.analytics().started(run.step.need().function());
            run.started = true;
        }
        events.commandStarted(run);
        int number = run.attempt;
        Call made = new Call(invocation(), this::progressed, end -> ended(number, end));
        call = made;
        if (over.get()) {
            made.cancel();
        } else {
            provider.invoke(made);
        }
    }

    private Invocation invocation() {
        Arguments arguments = Objects.requireNonNull(run.arguments);
        return new Invocation(
                identity.requestId(),
                run.step.name(),
                run.step.need().function(),
                identity.correlationId(),
                identity.principal(),
                identity.chosen(),
                arguments.args(),
                arguments.kwargs(),
                run.deadline);
    }

    private void progressed(double percent, String step) {
        run.stage = new Run.Stage(percent, step, services.clock().nanos());
        events.commandProgressed(run, percent, step);
    }

    private void ended(int attempt, CallEnd end) {
        if (over.get() || run.attempt != attempt) {
            return;
        }
        try {
            Provider provider = Objects.requireNonNull(run.provider);
            if (end instanceof CallEnd.Lost) {
                provider.health().failed();
            } else {
                provider.health().answered();
            }
            Outcome outcome = Attempts.outcome(end);
            if (Attempts.mayRepeat(end, provider)) {
                run.lastFailure = outcome;
                next();
            } else {
                settle(outcome);
            }
        } catch (RuntimeException e) {
            broke(e);
        }
    }

    private void settle(Outcome outcome) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        run.outcome = outcome;
        long now = services.clock().nanos();
        run.endedAt = now;
        release();
        FunctionMeter meter = run.meter;
        if (meter != null) {
            long ran = now - run.startedAt;
            meter.ended(outcome.succeeded(), ran, run.startedAt - acceptedAt);
            services.host().router().measured(Lane.RPC, ran / NANOS_PER_MS);
        }
        events.commandEnded(run);
        CommandOutcome reported = run.report(acceptedAt, caller.codec());
        RpcResult composed =
                new RpcResult(
                        identity.requestId(),
                        identity.correlationId(),
                        reported.value().isPresent()
                                ? Map.of(run.step.name(), reported.value().get())
                                : Map.of(),
                        Map.of(run.step.name(), reported),
                        outcome.succeeded() ? 100 : 0,
                        List.of(),
                        Optional.empty());
        onEnd.accept(this);
        events.requestCompleted(now - acceptedAt, composed.successRate());
        result.complete(composed);
    }

    /* Gives up what it holds; also what was made while it ended. */
    private void release() {
        callOff();
        Call open = call;
        if (open != null) {
            open.cancel();
        }
    }

    private void callOff() {
        Timers.Timer set = alarm;
        if (set != null && over.get()) {
            set.cancel();
        }
    }

    private void broke(RuntimeException e) {
        boolean first = over.compareAndSet(false, true);
        release();
        FunctionMeter meter = run.meter;
        if (first && meter != null) {
            meter.ended(false, 0, 0);
        }
        onEnd.accept(this);
        result.completeExceptionally(Execution.incident(services, identity, e));
    }

    @Override
    public List<CommandProgress> active(long now) {
        return run.started && !run.settled()
                ? List.of(run.progress(identity.requestId(), now))
                : List.of();
    }

    @Override
    public Optional<CommandProgress> progress(String command, long now) {
        return run.step.name().equals(command) && (run.started || run.settled())
                ? Optional.of(run.progress(identity.requestId(), now))
                : Optional.empty();
    }
}
