package io.mpreg.engine.session;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.IntSupplier;

/**
 * How many messages may be on their way to a client: what it allows by credit, within a window of
 * what may wait for the connection. One that empties is filled up when much has left, not with each
 * message.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Allowance {

    private static final AtomicIntegerFieldUpdater<Allowance> GONE =
            AtomicIntegerFieldUpdater.newUpdater(Allowance.class, "gone");

    private static final long UNLIMITED = Long.MAX_VALUE;

    /** After how many messages that left to look at the window, at the latest. */
    private static final int LOOK_EVERY = 256;

    private volatile int gone;

    /** How many messages have to go before a look at the window is worth while. */
    private volatile int worthwhile = Integer.MAX_VALUE;

    // Guarded by this.
    private long allowed;
    private int waiting;

    /**
     * @param credit how many messages the client allows; as many as there are if empty
     */
    Allowance(OptionalInt credit) {
        this.allowed = credit.isPresent() ? credit.getAsInt() : UNLIMITED;
    }

    /** The client allows more messages. */
    synchronized void add(int messages) {
        allowed += allowed == UNLIMITED ? 0 : messages;
    }

    /**
     * So many messages left.
     *
     * @return whether to look whether there may be {@link #more}
     */
    boolean left(int messages) {
        return GONE.addAndGet(this, messages) >= worthwhile;
    }

    /**
     * Whether so much left during the last look for {@link #more} that another one is due: it was
     * measured by the mark that the look replaced, and nobody else looks if nothing waits any more.
     */
    boolean isDue() {
        return gone >= worthwhile;
    }

    /**
     * Takes as much as there is room for, if that is worth while.
     *
     * @param window how many messages may wait, at present
     * @return how many messages more may come; those count as waiting now
     */
    synchronized int more(IntSupplier window) {
        waiting -= GONE.getAndSet(this, 0);
        int most = window.getAsInt();
        int more = (int) Math.min(most - waiting, allowed);
        boolean enough = more * 2 >= most || more == allowed || waiting == 0;
        if (more <= 0 || !enough) {
            more = 0;
        }
        waiting += more;
        allowed -= allowed == UNLIMITED ? 0 : more;
        // At the latest when nothing waits any more, and now and then before.
        worthwhile = Math.max(1, Math.min(Math.min(waiting, LOOK_EVERY), waiting - most / 2));
        return more;
    }
}
