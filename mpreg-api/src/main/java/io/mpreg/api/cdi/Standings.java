package io.mpreg.api.cdi;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Everything that an application has registered.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Standings {

    private static final System.Logger LOG = System.getLogger(Standings.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final LateNode node;
    private final List<Standing<?>> all = new CopyOnWriteArrayList<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private volatile Duration retry = FIRST_RETRY;
    private volatile boolean closed;

    Standings(LateNode node) {
        this.node = node;
    }

    void add(Standing<?> standing) {
        all.add(standing);
        if (closed) {
            standing.close();
            all.remove(standing);
        }
    }

    void remove(Standing<?> standing) {
        all.remove(standing);
    }

    /** Puts in place what is not, and tries again later what that fails for. */
    void place(Reached at) {
        boolean complete = true;
        for (Standing<?> standing : all) {
            try {
                standing.place(at, node::isCurrent);
                told.remove(standing.what());
            } catch (MpregUnavailableException e) {
                // Each of the others would wait for the node as long as this one did.
                complete = false;
                tell(standing, e);
                break;
            } catch (RuntimeException e) {
                complete = false;
                tell(standing, e);
            }
        }
        if (complete) {
            retry = FIRST_RETRY;
        } else if (!closed && retrying.compareAndSet(false, true)) {
            Duration delay = retry;
            Duration twice = delay.multipliedBy(2);
            retry = twice.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : twice;
            node.executeLater(delay, this::again);
        }
    }

    private void again() {
        retrying.set(false);
        node.look();
    }

    private void tell(Standing<?> standing, RuntimeException failure) {
        if (closed || !told.add(standing.what())) {
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} is not in place and will be tried again: {1}",
                standing.what(),
                failure instanceof MpregException known
                        ? known.code().id() + " " + known.getMessage()
                        : failure.toString());
    }

    /**
     * Ends all of them.
     *
     * @param byConnection whether they go with a connection, which need not be asked for each
     */
    void close(boolean byConnection) {
        closed = true;
        all.forEach(byConnection ? Standing::leave : Standing::close);
        all.clear();
        told.clear();
    }
}
