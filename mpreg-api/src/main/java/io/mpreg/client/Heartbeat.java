package io.mpreg.client;

import io.mpreg.api.MpregException;
import java.time.Duration;

/**
 * Asks the node for a sign of life at a pace, and gives the link up when none comes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Heartbeat {

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

    private final ClientThreads threads;
    private final int most;
    private final String target;
    private final Runnable ask;
    private final Runnable giveUp;
    private volatile int missed;
    private volatile boolean over;
    private volatile Runnable next = () -> {};

    /**
     * @param most how many questions may go without a sign of life
     * @param target whose signs they are, for the log
     * @param ask asks for one
     * @param giveUp is called once, when too many questions had no answer
     */
    Heartbeat(ClientThreads threads, int most, String target, Runnable ask, Runnable giveUp) {
        this.threads = threads;
        this.most = most;
        this.target = target;
        this.ask = ask;
        this.giveUp = giveUp;
    }

    /** Begins to ask. */
    void start(Duration pace) {
        next = threads.after(pace, () -> beat(pace));
        if (over) {
            next.run();
        }
    }

    private void beat(Duration pace) {
        if (over) {
            return;
        }
        if (missed >= most) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} has not answered {1} pings; the connection is given up",
                    target,
                    missed);
            giveUp.run();
            return;
        }
        missed++;
        try {
            ask.run();
        } catch (MpregException e) {
            LOG.log(System.Logger.Level.DEBUG, "no ping", e);
        }
        start(pace);
    }

    /** Something has come. */
    void heard() {
        if (missed != 0) {
            missed = 0;
        }
    }

    /** Asks no more. */
    void stop() {
        over = true;
        next.run();
    }
}
