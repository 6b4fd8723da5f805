package io.mpreg.engine.transport;

import io.mpreg.engine.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Keeps requests from a peer that fails them anyway. Closed, it lets all through and counts
 * failures; open, none; after a delay it lets a few probes through, whose successes close it and
 * whose first failure opens it again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, without a lock.
 */
public final class CircuitBreaker {

    /** What a breaker does with requests. */
    public enum Mode {
        /** Lets them through. */
        CLOSED,
        /** Refuses them. */
        OPEN,
        /** Lets a few through, to see. */
        HALF_OPEN
    }

    /**
     * One moment of a breaker.
     *
     * @param since when the mode, or the window in it, began
     * @param forced whether an operator has opened it, so that time does not close it
     * @param row failures in a row while closed, successes in a row while half open
     * @param total operations of the window
     * @param failed failures of the window
     * @param probing probes under way
     */
    private record State(
            Mode mode, long since, boolean forced, int row, int total, int failed, int probing) {

        static State closed(long now) {
            return new State(Mode.CLOSED, now, false, 0, 0, 0, 0);
        }

        static State open(long now, boolean forced) {
            return new State(Mode.OPEN, now, forced, 0, 0, 0, 0);
        }
    }

    private final BreakerSettings settings;
    private final Clock clock;
    private final AtomicReference<State> state;

    public CircuitBreaker(BreakerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.state = new AtomicReference<>(State.closed(clock.nanos()));
    }

    /** What it does with requests now. */
    public Mode mode() {
        return aged(state.get(), clock.nanos()).mode();
    }

    /** Whether an operator has opened it, so that time does not close it. */
    public boolean isForced() {
        return state.get().forced();
    }

    /**
     * Asks whether a request may go out. If so, {@link #succeeded} or {@link #failed} must be told
     * how it went.
     */
    public boolean allows() {
        long now = clock.nanos();
        while (true) {
            State before = state.get();
            State current = aged(before, now);
            if (current.mode() == Mode.CLOSED) {
                return true;
            }
            if (current.mode() == Mode.OPEN || current.probing() >= settings.probes()) {
                return false;
            }
            State probing =
                    new State(
                            Mode.HALF_OPEN,
                            current.since(),
                            false,
                            current.row(),
                            0,
                            0,
                            current.probing() + 1);
            if (state.compareAndSet(before, probing)) {
                return true;
            }
        }
    }

    /** Whether a success would change more than the counts of a window without failures. */
    boolean isDisturbed() {
        State now = state.get();
        return now.mode() != Mode.CLOSED || now.row() > 0 || now.failed() > 0;
    }

    /** A request went well. */
    public void succeeded() {
        change(
                current ->
                        switch (current.mode()) {
                            case CLOSED -> counted(current, false);
                            case OPEN -> current;
                            case HALF_OPEN ->
                                    current.row() + 1 >= settings.successes()
                                            ? State.closed(clock.nanos())
                                            : new State(
                                                    Mode.HALF_OPEN,
                                                    current.since(),
                                                    false,
                                                    current.row() + 1,
                                                    0,
                                                    0,
                                                    Math.max(0, current.probing() - 1));
                        });
    }

    /** A request failed for a reason that lies in the peer or the way to it. */
    public void failed() {
        change(
                current ->
                        switch (current.mode()) {
                            case CLOSED -> counted(current, true);
                            case OPEN -> current;
                            case HALF_OPEN -> State.open(clock.nanos(), false);
                        });
    }

    /** Opens it until {@link #reset}. */
    public void forceOpen() {
        change(current -> State.open(clock.nanos(), true));
    }

    /** Closes it and forgets all failures. */
    public void reset() {
        change(current -> State.closed(clock.nanos()));
    }

    private State counted(State current, boolean failure) {
        int row = failure ? current.row() + 1 : 0;
        int total = current.total() + 1;
        int failed = current.failed() + (failure ? 1 : 0);
        boolean tooMany =
                total >= settings.volume() && failed >= settings.ratio() * total && failure;
        return row >= settings.failures() || tooMany
                ? State.open(clock.nanos(), false)
                : new State(Mode.CLOSED, current.since(), false, row, total, failed, 0);
    }

    /* What time alone makes of a state, whenever somebody looks. */
    private State aged(State before, long now) {
        long stretch =
                before.mode() == Mode.CLOSED
                        ? settings.window().toNanos()
                        : settings.delay().toNanos();
        long stretches = (now - before.since()) / stretch;
        if (stretches == 0 || before.forced()) {
            return before;
        }
        long since = before.since() + stretches * stretch;
        return switch (before.mode()) {
            case CLOSED -> new State(Mode.CLOSED, since, false, before.row(), 0, 0, 0);
            case OPEN -> new State(Mode.HALF_OPEN, since, false, 0, 0, 0, 0);
            // A probe that never told how it went must not keep the others out for good.
            case HALF_OPEN -> new State(Mode.HALF_OPEN, since, false, before.row(), 0, 0, 0);
        };
    }

    private void change(UnaryOperator<State> step) {
        long now = clock.nanos();
        state.updateAndGet(before -> step.apply(aged(before, now)));
    }
}
