package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Payload;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings the commands of one request to providers: chooses one, calls it, and tries another where
 * that is harmless. Touched by one thread at a time, whoever drains the request's mailbox.
 */
final class Attempts {

    /** Hears what becomes of commands. */
    interface Listener {
        /** A provider has been found for the first time. */
        void started(Run run);

        /** There will be no more attempts. */
        void over(Run run, Outcome outcome);

        /** Something ended that held others up. */
        void proceed();
    }

    private final Services services;
    private final Identity identity;
    private final Mailbox mailbox;
    private final LevelLog levels;
    private final RequestEvents events;
    private final boolean cacheable;
    private final Listener listener;

    /**
     * @param cacheable whether results may be given that were computed earlier
     */
    Attempts(
            Services services,
            Identity identity,
            Mailbox mailbox,
            LevelLog levels,
            RequestEvents events,
            boolean cacheable,
            Listener listener) {
        this.services = services;
        this.identity = identity;
        this.mailbox = mailbox;
        this.levels = levels;
        this.events = events;
        this.cacheable = cacheable;
        this.listener = listener;
    }

    /** Makes the next attempt at a command whose arguments are there. */
    void next(Run run) {
        Optional<Provider> provider =
                run.attempt < services.settings().maxAttempts()
                        ? services.choice().choose(run.step.need(), run.tried)
                        : Optional.empty();
        if (provider.isPresent()) {
            call(run, provider.get());
        } else {
            Outcome failure = run.lastFailure;
            listener.over(run, failure == null ? unknown(run) : failure);
        }
    }

    private Outcome unknown(Run run) {
        return new Outcome.Failed(
                ErrorCode.UNKNOWN_FUNCTION, services.choice().unknown(run.step.need()));
    }

    private void call(Run run, Provider provider) {
        run.attempt++;
        run.tried.add(provider);
        run.provider = provider;
        if (!run.started) {
            run.started = true;
            run.startedAt = services.clock().nanos();
            run.meter = services.analytics().started(run.step.need().function());
            listener.started(run);
        }
        if (!provider.cluster().equals(services.host().node().cluster())) {
            levels.crossedCluster();
        }
        events.commandStarted(run);
        Optional<Payload> known =
                cacheable ? services.results().find(run, provider) : Optional.empty();
        if (known.isPresent()) {
            listener.over(run, new Outcome.Succeeded(known.get()));
            return;
        }
        int number = run.attempt;
        Call call =
                new Call(
                        invocation(run),
                        (percent, step) -> progressed(run, percent, step),
                        end -> mailbox.post(() -> ended(run, number, end)));
        run.call = call;
        provider.invoke(call);
    }

    private Invocation invocation(Run run) {
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

    /** Runs on the function's thread, so that its steps are published in their order. */
    private void progressed(Run run, double percent, String step) {
        run.stage = new Run.Stage(percent, step, services.clock().nanos());
        events.commandProgressed(run, percent, step);
    }

    private void ended(Run run, int attempt, CallEnd end) {
        if (run.settled() || run.attempt != attempt) {
            return;
        }
        Outcome outcome = outcome(end);
        ResultCache.Place place = run.place;
        if (place != null && end instanceof CallEnd.Returned returned) {
            place.keep(returned.value());
        }
        Provider provider = Objects.requireNonNull(run.provider);
        if (end instanceof CallEnd.Lost) {
            provider.health().failed();
        } else {
            provider.health().answered();
        }
        if (mayRepeat(end, provider)) {
            run.lastFailure = outcome;
            next(run);
        } else {
            listener.over(run, outcome);
        }
        listener.proceed();
    }

    /** What a call that ended so means for its command, if it was the last one. */
    static Outcome outcome(CallEnd end) {
        return end.<Outcome>fold(
                returned -> new Outcome.Succeeded(returned.value()),
                raised -> new Outcome.Failed(ErrorCode.EXECUTION_FAILED, raised.message()),
                refused -> new Outcome.Failed(ErrorCode.LIMIT_REACHED, refused.message()),
                lost -> new Outcome.Failed(ErrorCode.PROVIDER_UNREACHABLE, lost.message()));
    }

    /** Whether another provider may be tried after a call that ended so. */
    static boolean mayRepeat(CallEnd end, Provider provider) {
        return end.<Boolean>fold(
                returned -> false,
                raised -> false,
                refused -> true,
                lost -> !lost.started() || provider.offer().spec().idempotent());
    }
}
