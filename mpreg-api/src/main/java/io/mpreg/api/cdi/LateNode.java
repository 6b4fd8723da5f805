package io.mpreg.api.cdi;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.spi.Bridge;
import io.mpreg.api.spi.NodeRegistry;
import io.mpreg.client.ConnectionState;
import io.mpreg.client.RemoteMpregClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node of one application, found when it is needed and found again when it was replaced.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Nothing of the node and nothing of the
 * application runs on the thread that publishes a node.
 */
final class LateNode implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LateNode.class.getName());

    private final Supplier<Application> surroundings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<AutoCloseable> observers = new ArrayList<>();
    private final AtomicReference<@Nullable Reached> reached = new AtomicReference<>();
    private final Standings standings = new Standings(this);
    private volatile boolean closed;
    private volatile @Nullable Application application;
    private @Nullable Ways ways;

    /**
     * @param surroundings tells the application that the calling thread runs
     */
    LateNode(Supplier<Application> surroundings) {
        this.surroundings = surroundings;
    }

    /** The client of the node, for which it waits a bounded time. */
    MpregClient client() {
        return reach().client();
    }

    /** The way to the node, for which it waits a bounded time. */
    Reached reach() {
        Reached now = reached.get();
        return now != null ? now : awaited();
    }

    /** Whether registrations are method calls of a node; else they go with a connection. */
    boolean isDirect() {
        Reached now = reached.get();
        return now == null || now.way() == Attachment.SHARED;
    }

    /** Whether this is the way to the node at present. */
    boolean isCurrent(Reached node) {
        return reached.get() == node;
    }

    /** The way to the node, if there is one; without waiting. */
    Optional<Reached> now() {
        Reached known = reached.get();
        if (known != null) {
            return Optional.of(known);
        }
        application();
        lock.lock();
        try {
            return Optional.ofNullable(attempt());
        } finally {
            lock.unlock();
        }
    }

    /** The client of the node, if it answers at present; without waiting. */
    Optional<MpregClient> usable() {
        return now().map(Reached::client)
                .filter(
                        client ->
                                !(client instanceof RemoteMpregClient remote)
                                        || remote.state() == ConnectionState.CONNECTED);
    }

    /** Registers something now, and keeps it in place. */
    <R extends Registration> Standing<R> register(Standing<R> standing) {
        reach();
        standings.add(standing);
        try {
            boolean placed = false;
            while (!placed) {
                placed = standing.place(reach(), this::isCurrent);
            }
        } catch (RuntimeException e) {
            forget(standing);
            throw e;
        }
        return standing;
    }

    /** Registers these as soon as there is a node, and keeps them in place. */
    void registerLater(List<? extends Standing<?>> more) {
        more.forEach(standings::add);
        execute(this::look);
    }

    void forget(Standing<?> standing) {
        standings.remove(standing);
    }

    /**
     * The application, which is the one of the first thread that asks.
     *
     * @throws MpregException {@link ErrorCode#BAD_CONFIGURATION} if its settings are wrong
     */
    Application application() {
        Application known = application;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            Application again = application;
            if (again != null) {
                return again;
            }
            if (closed) {
                throw stopping();
            }
            Application here = surroundings.get();
            ways = new Ways(here);
            observers.add(NodeRegistry.onChange(this::nodeChanged));
            observers.add(Bridge.onPublished(this::nodeChanged));
            application = here;
            return here;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs on a thread of the application.
     *
     * @return false if it has none to give, as when it is stopping
     */
    boolean execute(Runnable task) {
        try {
            application().threads().callbacks().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the application gives no thread", e);
            return false;
        }
    }

    /** Runs later, on a thread of the application. */
    void executeLater(Duration delay, Runnable task) {
        try {
            application().threads().after(delay, () -> execute(task));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the application is stopping", e);
        }
    }

    /** On the thread that publishes or withdraws a node. */
    private void nodeChanged() {
        Reached now = reached.get();
        if (now != null && now.way() == Attachment.SHARED && !now.leadsTo(NodeRegistry.current())) {
            reached.compareAndSet(now, null);
        }
        if (closed) {
            return;
        }
        try {
            execute(this::look);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the application cannot look for its node", e);
        }
    }

    /** Looks whether there is a node, and puts in place what is to be registered. */
    void look() {
        Reached found;
        lock.lock();
        try {
            found = attempt();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (found != null) {
            standings.place(found);
        }
    }

    private Reached awaited() {
        Duration patience = application().settings().patience();
        long left = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                Reached found = attempt();
                if (found != null) {
                    return found;
                }
                if (closed) {
                    throw stopping();
                }
                if (left <= 0) {
                    throw nowhere(patience);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MpregException.of(
                    ErrorCode.CANCELLED, "interrupted while waiting for a node", Map.of(), e);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Reached attempt() {
        Reached now = reached.get();
        Ways open = ways;
        if (now != null || closed || open == null) {
            return now;
        }
        Reached found = open.find().orElse(null);
        reached.set(found);
        return found;
    }

    private MpregException nowhere(Duration patience) {
        String name = application().name();
        return MpregException.of(
                ErrorCode.UNAVAILABLE,
                "application '"
                        + name
                        + "' has found no node within "
                        + patience
                        + ": "
                        + Ways.lookedAt()
                        + ". Deploy mpreg.ear in this server, or look in the log why it has not"
                        + " started; or set "
                        + Settings.URL
                        + " to the ws:// or wss:// address of a node elsewhere",
                Map.of("application", name, "waitedMs", patience.toMillis()));
    }

    private static MpregException stopping() {
        return MpregException.of(
                ErrorCode.UNAVAILABLE, "the application is stopping, its client is closed");
    }

    @Override
    public void close() {
        Application used;
        Ways open;
        lock.lock();
        try {
            closed = true;
            used = application;
            open = ways;
            ways = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        observers.forEach(LateNode::end);
        observers.clear();
        standings.close(!isDirect());
        reached.set(null);
        if (open != null) {
            open.close();
        }
        if (used != null) {
            used.close();
        }
    }

    private static void end(AutoCloseable observer) {
        try {
            observer.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "an observer was gone", e);
        }
    }
}
