package io.mpreg.api.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a node in this process is found by applications that share this class with it.
 *
 * <p>The one place in MPREG with static state: there is at most one node per class loader of this
 * class.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class NodeRegistry {

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition CHANGED = LOCK.newCondition();
    private static final List<Observer> OBSERVERS = new CopyOnWriteArrayList<>();
    private static volatile @Nullable MpregNode current;

    private NodeRegistry() {}

    /** Makes a node known; an earlier one is replaced. */
    public static void publish(MpregNode node) {
        set(node);
    }

    /** Makes a node unknown again, if it is the one that is known. */
    public static void withdraw(MpregNode node) {
        if (current == node) {
            set(null);
        }
    }

    /** The node in this process, if one is known. */
    public static Optional<MpregNode> current() {
        return Optional.ofNullable(current);
    }

    /** Waits for a node to become known. */
    public static Optional<MpregNode> await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        LOCK.lock();
        try {
            while (current == null && left > 0) {
                left = CHANGED.awaitNanos(left);
            }
            return current();
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Tells from now on when the known node changes, on the thread that changes it.
     *
     * @return ends the telling; an application must end it before it stops
     */
    public static AutoCloseable onChange(Runnable action) {
        Observer observer = new Observer(action);
        OBSERVERS.add(observer);
        return () -> OBSERVERS.remove(observer);
    }

    private static void set(@Nullable MpregNode node) {
        LOCK.lock();
        try {
            current = node;
            CHANGED.signalAll();
        } finally {
            LOCK.unlock();
        }
        OBSERVERS.forEach(observer -> observer.action().run());
    }

    /** One who wants to be told; compared by identity. */
    private static final class Observer {
        private final Runnable action;

        Observer(Runnable action) {
            this.action = action;
        }

        Runnable action() {
            return action;
        }
    }
}
