package io.mpreg.engine.pubsub;

import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: takes messages from publishers, keeps them in order within bounds, and brings
 * them to its listener, one at a time, on the listener's executor.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Its lock is held for a few instructions
 * at a time and never while foreign code runs.
 */
final class Subscriber implements Receiver {

    private static final Logger LOG = System.getLogger(Subscriber.class.getName());

    /** How many messages leave the mailbox at once. */
    private static final int BATCH = 64;

    /** How many messages are delivered before others get the thread. */
    private static final int TURN = 1024;

    private static final Duration RETRY = Duration.ofMillis(250);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Hub hub;
    private final Runnable onDisconnect;
    private final Object lock = new Object();
    private volatile String id;
    private volatile Terms terms;
    private volatile @Nullable Outlet outlet;
    private volatile boolean ended;

    // Guarded by lock.
    private final ArrayDeque<UnifiedMessage> replay = new ArrayDeque<>(0);
    private Mailbox mailbox;
    private long credit;
    private boolean opening = true;
    private boolean scheduled;
    private @Nullable Thread runner;
    private @Nullable Seam seam;
    private int waiting;
    private int leaving;

    // Of the one task that delivers.
    private final UnifiedMessage[] batch = new UnifiedMessage[BATCH];

    /**
     * @param onDisconnect ends the subscription when it is too slow; called on a worker
     */
    Subscriber(Hub hub, Terms terms, Outlet outlet, Runnable onDisconnect) {
        this.hub = hub;
        this.id = outlet.id();
        this.terms = terms;
        this.outlet = outlet;
        this.onDisconnect = onDisconnect;
        this.mailbox = Mailbox.of(terms.coalesceBy());
        this.credit = terms.credit();
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

    boolean wants(UnifiedMessage message) {
        return terms.want(message);
    }

    /** How many messages wait. */
    int load() {
        synchronized (lock) {
            return replay.size() + mailbox.size() + (runner == null ? 0 : 1);
        }
    }

    @Override
    public void accept(UnifiedMessage message) {
        if (wants(message)) {
            offer(message);
        }
    }

    /**
     * Takes a message, or drops one as the policy has it.
     *
     * @return false if the subscription has ended
     */
    boolean offer(UnifiedMessage message) {
        UnifiedMessage dropped;
        DropReason reason;
        boolean start;
        synchronized (lock) {
            if (ended) {
                return false;
            }
            if (seam != null) {
                if (seam.covers(message)) {
                    return true;
                }
                seam = seam.isOver() ? null : seam;
            }
            if (hasRoom(message)) {
                dropped = mailbox.add(message);
                reason = DropReason.COALESCED;
            } else {
                reason = reasonToDrop();
                if (reason == DropReason.BLOCKED && hub.owed.note(this, message)) {
                    return true;
                }
                dropped = message;
                if (reason == DropReason.OLDEST) {
                    dropped = oldest();
                    mailbox.add(message);
                }
            }
            start = startable();
        }
        settle(dropped, reason, start);
        return true;
    }

    /** Takes a message, waiting a bounded time for room. */
    void offerPatiently(UnifiedMessage message) {
        UnifiedMessage dropped;
        boolean start;
        synchronized (lock) {
            if (runner != Thread.currentThread()) {
                await(hub.settings.blockTime(), () -> ended || hasRoom(message));
            }
            if (ended) {
                return;
            }
            dropped = hasRoom(message) ? mailbox.add(message) : message;
            start = startable();
        }
        settle(dropped, DropReason.BLOCKED, start);
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
            seam = kept.isEmpty() ? null : join(kept);
            replayed = replay.size();
            opening = false;
            start = startable();
        }
        settle(null, DropReason.OLDEST, start);
        return replayed;
    }

    /*
     * What came live already stays where it is. What was dispatched without coming here was routed
     * before this subscription was filed, so it is older than all its publisher sent since. What is
     * still being dispatched is the last that its publisher sent; should it come, the seam knows.
     */
    private Seam join(List<Kept> kept) {
        Set<UnifiedMessage> live = Collections.newSetFromMap(new IdentityHashMap<>());
        live.addAll(mailbox.messages());
        List<Kept> underWay = new ArrayList<>();
        for (Kept entry : kept) {
            if (!live.contains(entry.message) && terms.want(entry.message)) {
                if (entry.isDispatched()) {
                    replay.addLast(entry.message);
                } else {
                    underWay.add(entry);
                }
            }
        }
        underWay.forEach(entry -> mailbox.add(entry.message));
        return new Seam(underWay);
    }

    void request(int messages) {
        boolean start;
        synchronized (lock) {
            if (credit != Terms.UNLIMITED) {
                credit = credit + messages;
            }
            start = startable();
        }
        settle(null, DropReason.OLDEST, start);
    }

    /** Gives a subscription that lost its listener a new one; what waits counts as replayed. */
    int attach(Terms other, Outlet to) {
        int replayed;
        boolean start;
        synchronized (lock) {
            UnifiedMessage message;
            while ((message = mailbox.poll()) != null) {
                replay.addLast(message);
            }
            replay.removeIf(waiting -> !other.patterns().matches(waiting.topic()));
            replay.removeIf(waiting -> !other.want(waiting));
            mailbox = Mailbox.of(other.coalesceBy());
            credit = other.credit();
            id = to.id();
            terms = other;
            outlet = to;
            replayed = replay.size();
            start = startable();
        }
        settle(null, DropReason.OLDEST, start);
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

    boolean isDetached() {
        return outlet == null;
    }

    @Nullable Outlet outlet() {
        return outlet;
    }

    /**
     * Ends the subscription and waits until its listener is quiet.
     *
     * @return false if it had ended before
     */
    boolean end() {
        synchronized (lock) {
            boolean first = !ended;
            ended = true;
            lock.notifyAll();
            replay.clear();
            mailbox.messages().clear();
            awaitQuiet();
            return first;
        }
    }

    private boolean hasRoom(UnifiedMessage message) {
        int size = mailbox.size();
        if (outlet == null) {
            return size + replay.size() < hub.settings.durableMessages();
        }
        return size < hub.settings.buffer() || mailbox.replaces(message);
    }

    private DropReason reasonToDrop() {
        SlowConsumerPolicy policy =
                outlet == null ? SlowConsumerPolicy.DROP_OLDEST : terms.onSlow();
        return DropReason.of(policy);
    }

    private @Nullable UnifiedMessage oldest() {
        UnifiedMessage first = outlet == null ? replay.pollFirst() : null;
        return first != null ? first : mailbox.poll();
    }

    private boolean startable() {
        boolean start = !scheduled && deliverable();
        scheduled |= start;
        return start;
    }

    private boolean deliverable() {
        return !ended
                && !opening
                && outlet != null
                && credit > 0
                && (!replay.isEmpty() || mailbox.size() > 0);
    }

    /* What must happen outside the lock. */
    private void settle(@Nullable UnifiedMessage dropped, DropReason reason, boolean start) {
        if (start) {
            hand(new Turn(this::work, null));
        }
        if (dropped != null) {
            hub.dropped(dropped, id, reason);
            if (reason == DropReason.DISCONNECTED) {
                disconnect();
            }
        }
    }

    private void disconnect() {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            lock.notifyAll();
        }
        leave();
    }

    private void leave() {
        try {
            hub.platform.workers().execute(onDisconnect);
        } catch (RuntimeException e) {
            LOG.log(
                    Logger.Level.WARNING,
                    "no thread to end the slow subscription '" + id + "'; trying again",
                    e);
            hub.platform.timers().schedule(RETRY, this::leave);
        }
    }

    private boolean hand(Turn turn) {
        Outlet to = outlet;
        try {
            if (to != null) {
                to.executor().execute(turn);
                turn.returned();
                return true;
            }
            boolean start;
            synchronized (lock) {
                scheduled = false;
                start = startable();
            }
            return start && hand(new Turn(this::work, null));
        } catch (RuntimeException e) {
            synchronized (lock) {
                scheduled = false;
            }
            if (hub.warnings.allows()) {
                LOG.log(
                        Logger.Level.WARNING,
                        "no thread for the listener of subscription '" + id + "'; trying again",
                        e);
            }
            hub.platform.timers().schedule(RETRY, this::wake);
        }
        return false;
    }

    private void wake() {
        boolean start;
        synchronized (lock) {
            start = startable();
        }
        settle(null, DropReason.OLDEST, start);
    }

    private void work() {
        Turn next;
        do {
            if (!deliverSome()) {
                return;
            }
            next = new Turn(this::work, Thread.currentThread());
        } while (hand(next) && next.wasNested());
    }

    private boolean deliverSome() {
        int left = TURN;
        while (left > 0) {
            Outlet to;
            int fromReplay = 0;
            int count = 0;
            synchronized (lock) {
                to = outlet;
                if (to == null || !deliverable()) {
                    scheduled = false;
                    return false;
                }
                runner = Thread.currentThread();
                int most = (int) Math.min(credit, Math.min(left, BATCH));
                while (count < most && !replay.isEmpty()) {
                    batch[count++] = replay.pollFirst();
                }
                fromReplay = count;
                UnifiedMessage message;
                while (count < most && (message = mailbox.poll()) != null) {
                    batch[count++] = message;
                }
                credit -= credit == Terms.UNLIMITED ? 0 : count;
                if (waiting > 0 && mailbox.size() <= hub.settings.buffer() / 2) {
                    // Publishers wake up to much room at once rather than to a little every time.
                    lock.notifyAll();
                }
            }
            deliver(to, fromReplay, count);
            left -= count;
        }
        synchronized (lock) {
            scheduled = deliverable();
            return scheduled;
        }
    }

    private void deliver(Outlet to, int fromReplay, int count) {
        int done = 0;
        while (done < count && !ended && outlet == to) {
            UnifiedMessage message = batch[done];
            done++;
            to.deliver(message, done <= fromReplay);
        }
        synchronized (lock) {
            for (int i = count - 1; i >= done && !ended; i--) {
                replay.addFirst(batch[i]);
                credit += credit == Terms.UNLIMITED ? 0 : 1;
            }
            Arrays.fill(batch, 0, count, null);
            runner = null;
            if (leaving > 0) {
                lock.notifyAll();
            }
        }
    }

    private void awaitQuiet() {
        if (runner == Thread.currentThread()) {
            return;
        }
        leaving++;
        boolean quiet = await(hub.settings.quietTime(), () -> runner == null);
        leaving--;
        if (!quiet) {
            LOG.log(
                    Logger.Level.WARNING,
                    "the listener of subscription ''{0}'' is still at work {1} after its end",
                    id,
                    hub.settings.quietTime());
        }
    }

    /* An interrupt is kept for whoever waits next: ending early would break the promise. */
    private boolean await(Duration time, BooleanSupplier done) {
        if (done.getAsBoolean()) {
            return true;
        }
        long end = hub.platform.clock().nanos() + time.toNanos();
        boolean interrupted = false;
        waiting++;
        try {
            while (!done.getAsBoolean()) {
                long millis = (end - hub.platform.clock().nanos()) / NANOS_PER_MILLI;
                if (millis <= 0) {
                    return false;
                }
                try {
                    lock.wait(millis);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            waiting--;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
