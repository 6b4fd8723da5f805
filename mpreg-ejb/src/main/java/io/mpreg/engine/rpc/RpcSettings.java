package io.mpreg.engine.rpc;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of RPC.
 *
 * @param maxParallel how many commands of one request run at a time
 * @param maxCommands how many commands one request may have
 * @param maxRequests how many requests may be open at a time
 * @param requestTimeout how long a request may take that says nothing else
 * @param commandTimeout how long a command may run that says nothing else
 * @param maxAttempts how many providers are tried for one command
 * @param concurrency how many invocations of one provider run at a time unless it says otherwise
 * @param maxWaiting how many invocations may wait for one provider
 * @param keyWindow how many idempotency keys a provider remembers
 * @param keyTime how long it remembers them
 * @param progressInterval the longest silence of a running command whose progress is published
 * @param maxEventWaits how many events commands may wait for at a time
 * @param eventTimeout how long a command waits for an event unless it says otherwise
 * @param durable the limits of requests that outlive the node
 */
public record RpcSettings(
        int maxParallel,
        int maxCommands,
        int maxRequests,
        Duration requestTimeout,
        Duration commandTimeout,
        int maxAttempts,
        int concurrency,
        int maxWaiting,
        int keyWindow,
        Duration keyTime,
        Duration progressInterval,
        int maxEventWaits,
        Duration eventTimeout,
        DurableSettings durable) {

    private static final Duration LONGEST = Duration.ofDays(365);

    public RpcSettings {
        atLeast("maxParallel", maxParallel, 1);
        atLeast("maxCommands", maxCommands, 1);
        atLeast("maxRequests", maxRequests, 1);
        positive("requestTimeout", requestTimeout);
        positive("commandTimeout", commandTimeout);
        atLeast("maxAttempts", maxAttempts, 1);
        atLeast("concurrency", concurrency, 1);
        atLeast("maxWaiting", maxWaiting, 0);
        atLeast("keyWindow", keyWindow, 0);
        positive("keyTime", keyTime);
        positive("progressInterval", progressInterval);
        atLeast("maxEventWaits", maxEventWaits, 0);
        positive("eventTimeout", eventTimeout);
        Objects.requireNonNull(durable, "durable");
    }

    /** These limits, with the default ones for requests that outlive the node. */
    public RpcSettings(
            int maxParallel,
            int maxCommands,
            int maxRequests,
            Duration requestTimeout,
            Duration commandTimeout,
            int maxAttempts,
            int concurrency,
            int maxWaiting,
            int keyWindow,
            Duration keyTime,
            Duration progressInterval,
            int maxEventWaits,
            Duration eventTimeout) {
        this(
                maxParallel,
                maxCommands,
                maxRequests,
                requestTimeout,
                commandTimeout,
                maxAttempts,
                concurrency,
                maxWaiting,
                keyWindow,
                keyTime,
                progressInterval,
                maxEventWaits,
                eventTimeout,
                DurableSettings.defaults());
    }

    /** The same with other limits of requests that outlive the node. */
    public RpcSettings durable(DurableSettings limits) {
        return new RpcSettings(
                maxParallel,
                maxCommands,
                maxRequests,
                requestTimeout,
                commandTimeout,
                maxAttempts,
                concurrency,
                maxWaiting,
                keyWindow,
                keyTime,
                progressInterval,
                maxEventWaits,
                eventTimeout,
                limits);
    }

    /** What a node has that configures nothing. */
    public static RpcSettings defaults() {
        return new RpcSettings(
                256,
                1000,
                10_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                3,
                64,
                1000,
                1000,
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                1000,
                Duration.ofSeconds(30));
    }

    /** A time that a caller chose, cut down to the longest that is reckoned with. */
    static Duration bounded(Duration chosen) {
        return chosen.compareTo(LONGEST) > 0 ? LONGEST : chosen;
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", was " + value);
        }
    }

    private static void positive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be at most " + LONGEST + ", was " + value);
        }
    }
}
