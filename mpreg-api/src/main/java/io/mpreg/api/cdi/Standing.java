package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.topic.Subscription;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something registered that stays in place when its node is replaced.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Closing waits a short time for a
 * registering that is under way; if that takes longer, it is taken back when it is done.
 */
final class Standing<R extends Registration> {

    private static final System.Logger LOG = System.getLogger(Standing.class.getName());

    private static final long LONGEST_PLACING_MS = 1000;

    private final String what;
    private final Making<R> making;
    private final ReentrantLock placing = new ReentrantLock();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile @Nullable Placed<R> placed;
    private volatile boolean abandoned;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * @param what for people, such as {@code subscription to orders.#}
     * @param making puts it in place
     */
    Standing(String what, Making<R> making) {
        this.what = what;
        this.making = making;
    }

    /** Registers with a node. */
    @FunctionalInterface
    interface Making<R> {

        /**
         * Registers.
         *
         * @param id the id it had with another node, which it shall keep
         */
        R make(MpregClient client, Optional<String> id);
    }

    private record Placed<R>(Reached at, R registration) {}

    String what() {
        return what;
    }

    boolean isOpen() {
        return open.get();
    }

    boolean isAt(Reached node) {
        Placed<R> now = placed;
        return now != null && now.at() == node;
    }

    /** The id under which it is registered. */
    String id() {
        return current().id();
    }

    /** The registration as it is at present. */
    R current() {
        Placed<R> now = placed;
        if (now == null) {
            throw MpregException.of(ErrorCode.UNAVAILABLE, what + " is not in place yet");
        }
        return now.registration();
    }

    /**
     * Registers with that node, unless it is registered there.
     *
     * @param isCurrent whether a node is still the one to register with; a caller may come late
     * @return false if it is not
     */
    boolean place(Reached node, Predicate<Reached> isCurrent) {
        placing.lock();
        try {
            if (!isCurrent.test(node)) {
                return false;
            }
            if (!open.get() || isAt(node)) {
                return true;
            }
            Placed<R> before = placed;
            Optional<String> id =
                    Optional.ofNullable(before).map(Placed::registration).map(Registration::id);
            if (before != null) {
                quietly(before.registration());
            }
            R made = making.make(node.client(), id);
            placed = new Placed<>(node, made);
            if (abandoned) {
                quietly(made);
            } else if (made instanceof Subscription subscription) {
                subscription.ended().whenComplete((none, why) -> endedAt(made, why));
            }
            return true;
        } finally {
            placing.unlock();
        }
    }

    /* A subscription whose node goes ends normally, and has its place at the next one. */
    private void endedAt(R made, @Nullable Throwable why) {
        Placed<R> now = placed;
        if (why != null
                && now != null
                && now.registration() == made
                && open.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.WARNING, "{0} has ended: {1}", what, why.getMessage());
            ended.completeExceptionally(why);
        }
    }

    /** Completes when it was taken back; fails if its node has ended it by itself. */
    CompletionStage<Void> ended() {
        return ended;
    }

    /**
     * Takes it back.
     *
     * @param closing closes, and says whether there was something to close
     * @return what closing said; false if it was taken back before
     */
    boolean end(Predicate<R> closing) {
        if (!open.compareAndSet(true, false)) {
            return false;
        }
        boolean settled = awaitPlacing();
        try {
            Placed<R> now = placed;
            return now != null && closing.test(now.registration());
        } finally {
            if (settled) {
                placing.unlock();
            }
            ended.complete(null);
        }
    }

    /** Bounded, because registering may wait for a listener that takes this back. */
    private boolean awaitPlacing() {
        boolean settled = false;
        try {
            settled = placing.tryLock(LONGEST_PLACING_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // It may also be a listener that is called while it is registered, on the same thread.
        abandoned = !settled || placing.getHoldCount() > 1;
        return settled;
    }

    /** Leaves it to the connection that it goes with; it is not placed again. */
    void leave() {
        end(registration -> true);
    }

    /** Takes it back, whatever becomes of it. */
    void close() {
        end(
                registration -> {
                    quietly(registration);
                    return true;
                });
    }

    private void quietly(Registration registration) {
        try {
            registration.close();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, what + " was gone with its node", e);
        }
    }
}
