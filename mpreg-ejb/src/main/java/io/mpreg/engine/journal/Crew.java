package io.mpreg.engine.journal;

import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Worker;
import java.lang.System.Logger;
import java.time.Duration;

/**
 * The two threads of a journal.
 *
 * <p><b>Threads.</b> {@link #start} and {@link #stop} are for one thread.
 */
final class Crew {

    private static final Logger LOG = System.getLogger(Crew.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BLOCKED = Duration.ofMillis(20);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final JournalSettings settings;
    private final Log log;
    private final Writer writer;
    private final Keeper keeper;
    private final Worker writing;
    private final Worker keeping;
    private volatile boolean started;
    private volatile boolean stopped;

    Crew(Platform platform, JournalSettings settings, Log log, Writer writer, Keeper keeper) {
        this.settings = settings;
        this.log = log;
        this.writer = writer;
        this.keeper = keeper;
        this.writing = Worker.of(platform.threads(), this::write);
        this.keeping = Worker.of(platform.threads(), this::keep);
    }

    void start() {
        started = true;
        log.wakes(writing::wake, keeping::wake);
        writing.start();
        keeping.start();
    }

    /** Ends the threads; what waits then is left to the caller. */
    void stop() {
        stopped = true;
        if (started) {
            writing.wake();
            keeping.wake();
            if (!writing.join(STOP) || !keeping.join(STOP)) {
                LOG.log(Logger.Level.WARNING, "a thread of the journal did not end in time");
            }
        }
    }

    private void write() {
        while (!stopped) {
            if (!writer.round(true)) {
                writing.await(() -> !stopped && !log.hasWork(), settings.spin(), LOOK);
            }
        }
    }

    private void keep() {
        while (!stopped) {
            if (keeper.pass() || !keeper.hasWork()) {
                keeping.await(() -> !stopped && !keeper.hasWork(), Duration.ZERO, LOOK);
            } else {
                // There is work that cannot be done now, such as with a segment that is read.
                keeping.await(() -> !stopped, Duration.ZERO, BLOCKED);
            }
        }
    }
}
