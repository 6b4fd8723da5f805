package io.mpreg.engine.time;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * What a node borrows from its surroundings.
 *
 * @param clock where the time comes from
 * @param timers run short tasks later
 * @param workers run everything that may take long, listeners and functions above all; in a server
 *     its managed executor
 * @param threads make the few threads that live as long as the node
 */
public record Platform(Clock clock, Timers timers, Executor workers, ThreadFactory threads) {
    public Platform {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(timers, "timers");
        Objects.requireNonNull(workers, "workers");
        Objects.requireNonNull(threads, "threads");
    }
}
