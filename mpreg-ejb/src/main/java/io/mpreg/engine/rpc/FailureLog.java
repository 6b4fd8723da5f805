package io.mpreg.engine.rpc;

import io.mpreg.engine.time.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Writes the failures of one function to the log, stack trace included, but not more than one in a
 * while.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class FailureLog {

    private static final Logger LOG = System.getLogger(FailureLog.class.getName());
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final String function;
    private final Clock clock;
    private boolean written;
    private long last;
    private long silent;

    FailureLog(String function, Clock clock) {
        this.function = function;
        this.clock = clock;
    }

    void failed(Invocation invocation, Throwable failure) {
        long before;
        synchronized (this) {
            long now = clock.nanos();
            if (written && now - last < PAUSE) {
                silent++;
                return;
            }
            written = true;
            last = now;
            before = silent;
            silent = 0;
        }
        LOG.log(
                Level.WARNING,
                "function "
                        + function
                        + " failed in command "
                        + invocation.key()
                        + (before == 0 ? "" : ", " + before + " earlier failures are not shown"),
                failure);
    }
}
