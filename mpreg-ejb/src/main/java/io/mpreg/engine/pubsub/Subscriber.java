package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregException;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import java.lang.System.Logger;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: takes messages from publishers, keeps them in order within bounds, and has them
 * brought to its listener, one at a time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Its lock is held for a few instructions
 * at a time and never while foreign code runs.
 */
final class Subscriber implements Receiver {

    private static final Logger LOG = System.getLogger(Subscriber.class.getName());

    private final Hub hub;
    private final Consumer<Subscriber> onDisconnect;
    private final Waiters lock;
    private final Courier courier;
    private volatile String id;
    private volatile Terms terms;
    private volatile @Nullable Outlet outlet;
    private volatile boolean ended;
    private volatile @Nullable MpregException tooSlow;
    private volatile boolean lookingOut;

    // Guarded by lock.
    private final Stock stock;
    private long credit;
    private boolean opening = true;
    private boolean scheduled;
    private boolean drained;
    private @Nullable Thread runner;
    private @Nullable Losses losses;

    /**
     * The publisher whose messages go past the mailbox for the rest of its turn; it alone sets and
     * clears this, and it alone finds itself here.
     */
    private @Nullable Thread passing;

    /** How many messages more may go past, and where to; of that publisher. */
    private long passes;

    private @Nullable Outlet passingTo;

    /**
     * @param id its id while nobody listens
     * @param custody keeps the messages beyond the process; null for none
     * @param onDisconnect ends the subscription when it is too slow; called on a worker
     */
    Subscriber(
            Hub hub,
            String id,
            Terms terms,
            @Nullable Custody custody,
            Consumer<Subscriber> onDisconnect) {
        this.hub = hub;
        this.id = id;
        this.terms = terms;
        this.onDisconnect = onDisconnect;
        this.lock = new Waiters(hub.platform.clock());
        this.courier = new Courier(hub, this);
        this.stock = new Stock(hub.settings, terms, custody);
        this.credit = terms.credit();
    }

    /** A subscription with a listener. */
    Subscriber(
            Hub hub,
            Terms terms,
            Outlet to,
            @Nullable Custody custody,
            Consumer<Subscriber> onDisconnect) {
        this(hub, to.id(), terms, custody, onDisconnect);
        this.outlet = to;
    }

    @Override
    public InterestKind kind() {
        return InterestKind.SUBSCRIPTION;
    }

    @Override
    public String id() {
        return id;
    }

    Terms terms() {
        return terms;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isDetached() {
        return outlet == null;
    }

    @Nullable Outlet outlet() {
        return outlet;
    }

    /** Whether that is still where messages go. */
    boolean isFor(Outlet to) {
        return !ended && outlet == to;
    }

    boolean wants(UnifiedMessage message) {
        return terms.want(message);
    }

    /** How many messages wait. */
    int load() {
        synchronized (lock) {
            return stock.size() + (runner == null ? 0 : 1);
        }
    }

    @Override
    public void accept(UnifiedMessage message) {
        if (wants(message)) {
            offer(message, true);
        }
    }

    /**
     * Takes a message.
     *
     * @param insist whether to drop one as the policy has it where there is no room
     */
    Offered offer(UnifiedMessage message, boolean insist) {
        if (passing == Thread.currentThread()) {
            if (ended) {
                return Offered.ENDED;
            }
            if (passes > 0 && courier.pass(message)) {
                passes--;
                return Offered.TAKEN;
            }
            // What comes behind goes into the mailbox.
            passes = 0;
        }
        boolean start;
        boolean tell = false;
        synchronized (lock) {
            if (ended) {
                return Offered.ENDED;
            }
            boolean away = outlet == null;
            start = beginsToPass();
            if (start) {
                courier.pass(message);
                passes--;
            } else if (stock.hasRoom(message, away)) {
                UnifiedMessage before = stock.add(message);
                tell = before != null && losses().add(before, DropReason.COALESCED);
            } else if (!insist) {
                return Offered.FULL;
            } else {
                DropReason reason = away ? DropReason.OLDEST : DropReason.of(terms.onSlow());
                if (reason == DropReason.BLOCKED && hub.owed.note(this, message)) {
                    return Offered.TAKEN;
                }
                tell =
                        reason == DropReason.OLDEST
                                ? stock.squeeze(message, away, losses())
                                : losses().add(message, reason);
            }
            start = start || startable();
        }
        settle(start, tell);
        return Offered.TAKEN;
    }

    /*
     * While nothing waits, what a turn brings goes past the mailbox to a listener that takes it on the
     * publisher's thread: it comes when the turn is over, as it would from the mailbox.
     */
    private boolean beginsToPass() {
        Outlet to = outlet;
        if (scheduled
                || opening
                || to == null
                || credit <= 0
                || !stock.isIdle()
                || !hub.sequencer.isMine()
                || !to.isPrompt()) {
            return false;
        }
        passing = Thread.currentThread();
        passingTo = to;
        passes = credit;
        runner = passing;
        scheduled = true;
        return true;
    }

    /** Takes a message, waiting a bounded time for room. */
    void offerPatiently(UnifiedMessage message) {
        boolean start;
        boolean tell = false;
        synchronized (lock) {
            if (runner != Thread.currentThread()) {
                lock.await(hub.settings.blockTime(), () -> ended || hasRoom(message));
            }
            if (ended) {
                return;
            }
            if (hasRoom(message)) {
                stock.add(message);
            } else {
                tell = losses().add(message, DropReason.BLOCKED);
            }
            start = startable();
        }
        settle(start, tell);
    }

    /**
     * Begins to deliver: first these messages, then what came live in the meantime.
     *
     * @return how many messages come before the live ones
     */
    int open(List<Kept> kept) {
        int replayed;
        boolean start;
        synchronized (lock) {
            stock.join(kept, terms);
            replayed = stock.replayed();
            opening = false;
            start = startable();
        }
        settle(start, false);
        return replayed;
    }

    /** Begins with messages that were kept before the node stopped. */
    void restore(List<UnifiedMessage> kept) {
        synchronized (lock) {
            stock.restore(kept);
            opening = false;
        }
    }

    /** Whether its messages are kept beyond the process. */
    boolean isPersistent() {
        synchronized (lock) {
            return stock.isKept();
        }
    }

    /** Has the messages kept by somebody else from now on; by nobody if there is none. */
    void entrust(@Nullable Custody custody) {
        synchronized (lock) {
            stock.entrust(custody);
        }
    }

    void request(int messages) {
        boolean start;
        synchronized (lock) {
            if (credit != Terms.UNLIMITED) {
                credit = credit + messages;
            }
            start = startable();
        }
        settle(start, false);
    }

    /** Gives a subscription that lost its listener a new one; what waits counts as replayed. */
    int attach(Terms other, Outlet to) {
        int replayed;
        boolean start;
        synchronized (lock) {
            stock.readdress(other);
            credit = other.credit();
            id = to.id();
            terms = other;
            outlet = to;
            replayed = stock.replayed();
            start = startable();
        }
        settle(start, false);
        return replayed;
    }

    /**
     * Takes the listener away and waits until it is quiet; messages are kept from now on.
     *
     * @return false if that listener was not there
     */
    boolean detach(Outlet from) {
        synchronized (lock) {
            if (outlet != from || ended) {
                return false;
            }
            outlet = null;
            awaitQuiet();
            return true;
        }
    }

    /**
     * Ends the subscription and waits until its listener is quiet.
     *
     * @return what was still waiting
     */
    List<UnifiedMessage> end() {
        synchronized (lock) {
            ended = true;
            lock.wake();
            awaitQuiet();
            drained = true;
            return stock.drain();
        }
    }

    /** Why it was ended for being too slow; null if it was not. */
    @Nullable MpregException tooSlow() {
        return tooSlow;
    }

    /**
     * Takes messages out, for their delivery; those that went past the mailbox are in the batch
     * already.
     *
     * @return where they go; null if there is nothing to do
     */
    @Nullable Outlet take(Batch batch, int most) {
        synchronized (lock) {
            Outlet to = outlet;
            if (passing == Thread.currentThread()) {
                to = passingTo;
                passing = null;
                passingTo = null;
                credit -= credit == Terms.UNLIMITED ? 0 : batch.count();
                return to;
            }
            if (to == null || !deliverable()) {
                return null;
            }
            runner = Thread.currentThread();
            stock.fill(batch, Math.min(credit, most));
            credit -= credit == Terms.UNLIMITED ? 0 : batch.count();
            if (lock.any() && stock.isHalfEmpty()) {
                // Publishers wake up to much room at once rather than to a little every time.
                lock.wake();
            }
            return to;
        }
    }

    /**
     * Ends the delivery of a batch.
     *
     * @return what was not delivered and cannot be put back, because the subscription has ended
     */
    List<UnifiedMessage> finish(Batch batch) {
        List<UnifiedMessage> left = List.of();
        synchronized (lock) {
            stock.delivered(batch);
            if (batch.delivered() < batch.count()) {
                if (drained) {
                    left = batch.rest();
                } else {
                    stock.putBack(batch);
                    credit += credit == Terms.UNLIMITED ? 0 : batch.count() - batch.delivered();
                }
            }
            batch.clear();
            runner = null;
            lock.wake();
        }
        return left;
    }

    /** Ends a run of deliveries, unless there is more; returns whether there is. */
    boolean rest() {
        synchronized (lock) {
            scheduled = deliverable();
            stock.trim();
            return scheduled;
        }
    }

    /** Ends a run of deliveries that found no thread. */
    void giveUp() {
        synchronized (lock) {
            scheduled = false;
        }
    }

    /** Begins to deliver if there is something to deliver. */
    void wake() {
        boolean start;
        synchronized (lock) {
            start = startable();
        }
        settle(start, false);
    }

    /** Asks to be told by {@link #hasMore} about the next message. */
    void lookOut() {
        synchronized (lock) {
            lookingOut = !deliverable();
        }
    }

    /** Whether something came since {@link #lookOut}. */
    boolean hasMore() {
        return !lookingOut;
    }

    private boolean hasRoom(UnifiedMessage message) {
        return stock.hasRoom(message, outlet == null);
    }

    private boolean startable() {
        if (scheduled) {
            if (lookingOut) {
                lookingOut = false;
            }
            return false;
        }
        scheduled = deliverable();
        return scheduled;
    }

    private boolean deliverable() {
        return !stock.isEmpty() && credit > 0 && !ended && !opening && outlet != null;
    }

    /* What must happen outside the lock. */
    private void settle(boolean start, boolean tell) {
        if (start) {
            hub.sequencer.afterTurn(courier);
        }
        if (tell) {
            hub.sequencer.afterTurn(losses());
        }
    }

    private Losses losses() {
        if (losses == null) {
            losses = new Losses(hub, this, lock);
        }
        return losses;
    }

    /** Ends the subscription because it is too slow. */
    void disconnect(DropRun lost) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            tooSlow = Disconnection.why(hub, lost);
            lock.wake();
        }
        new Disconnection(hub, () -> onDisconnect.accept(this)).run();
    }

    private void awaitQuiet() {
        if (runner == Thread.currentThread()) {
            return;
        }
        if (!lock.await(hub.settings.quietTime(), () -> runner == null)) {
            LOG.log(
                    Logger.Level.WARNING,
                    "the listener of subscription ''{0}'' is still at work {1} after its end",
                    id,
                    hub.settings.quietTime());
        }
    }
}
