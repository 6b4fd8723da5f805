package io.mpreg.engine.rpc;

import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.engine.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command while its request runs. Touched by one thread at a time, whoever drains the request's
 * mailbox.
 */
final class Run {

    private static final double NANOS_PER_MILLI = 1e6;

    final Step step;
    int missing;
    int attempt;
    boolean started;
    long startedAt;
    long endedAt;
    long deadline;
    @Nullable Arguments arguments;
    @Nullable Call call;
    ResultCache.@Nullable Place place;
    @Nullable FunctionMeter meter;
    @Nullable Provider provider;
    @Nullable Outcome outcome;
    @Nullable Outcome lastFailure;
    @Nullable Resolved value;
    Timers.@Nullable Timer timer;
    final List<Provider> tried = new ArrayList<>(1);

    /** Read by the heartbeat, written by functions: the latest progress. */
    volatile @Nullable Stage stage;

    Run(Step step) {
        this.step = step;
        this.missing = step.needs().size() + step.events().size();
    }

    /** How far the function says it is. */
    record Stage(double percent, String step, long nanos) {}

    boolean settled() {
        return outcome != null;
    }

    /** Gives up the place of its result, if it has one and nothing was put there. */
    void leavePlace() {
        ResultCache.Place reserved = place;
        if (reserved != null) {
            reserved.close();
        }
    }

    /** The node that runs it, or ran it last; empty if none did. */
    String node() {
        Provider latest = provider;
        return latest == null ? "" : latest.node();
    }

    /** How far it is, for people. Read by any thread: some of it may be late. */
    CommandProgress progress(String requestId, long now) {
        Stage latest = stage;
        Outcome ended = outcome;
        return new CommandProgress(
                requestId,
                step.name(),
                step.need().function(),
                node(),
                Optional.ofNullable(ended).map(Outcome::status),
                latest == null ? 0 : latest.percent(),
                latest == null ? "" : latest.step(),
                started ? ((ended == null ? now : endedAt) - startedAt) / NANOS_PER_MILLI : 0);
    }

    /** What the caller gets to see. */
    CommandOutcome report(long acceptedAt, ValueCodec codec) {
        Outcome ended = Objects.requireNonNull(outcome);
        long start = started ? startedAt : endedAt;
        return new CommandOutcome(
                ended.status(),
                ended.value().map(payload -> new Value(payload, codec)),
                ended.error(),
                ended.skippedBecause(),
                step.level(),
                node(),
                attempt,
                started ? (endedAt - startedAt) / NANOS_PER_MILLI : 0,
                (start - acceptedAt) / NANOS_PER_MILLI);
    }
}
