package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.spi.RefusedStage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Heeds what nodes advise who are refused for want of room. Who sends now and then always asks the
 * node. But once so many more messages to a queue were refused than taken, further ones are refused
 * here until the advised time has passed: they would cost node, network and client more than they
 * would find room. Then some are let through, and two more for each that is taken, so that a client
 * comes back to its full pace as soon as there is room for it, and not all at once.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Restraint {

    /** How many refusals more than messages taken are no accident; how many try it again. */
    private static final int MANY = 32;

    /** For each message taken so many more are let through. */
    private static final int GROWTH = 2;

    /** Who may send as many as that needs no attention. */
    private static final int ENOUGH = 10_000;

    /** How long those that try are waited for, in milliseconds. */
    private static final long TRIAL_MS = 100;

    /** How many queues are watched at most; what is sent to others goes to the node. */
    private static final int MOST = 1024;

    private static final String ADVICE = "retryAfterMs";

    private final ClientThreads threads;
    private final Map<String, Standing> queues = new ConcurrentHashMap<>(0);

    Restraint(ClientThreads threads) {
        this.threads = threads;
    }

    /**
     * Whether no send was refused of late, so that nothing need be told of those that are taken.
     */
    boolean isIdle() {
        return queues.isEmpty();
    }

    /** The refusal of a send that is better not made now; null if it may go. */
    @Nullable RefusedStage<SendReceipt> refusal(String queue) {
        Standing known = queues.get(queue);
        return known == null ? null : known.refusal(threads.millis());
    }

    /** The node has taken a message for a queue. */
    void taken(String queue) {
        Standing known = queues.get(queue);
        if (known != null && known.taken()) {
            queues.remove(queue, known);
        }
    }

    /** The node has refused a message for a queue. */
    void refused(String queue, MpregException failure) {
        if (failure.code() == ErrorCode.LIMIT_REACHED
                && failure.details().get(ADVICE) instanceof Number advice) {
            Standing known = queues.get(queue);
            if (known == null && queues.size() < MOST) {
                known = queues.computeIfAbsent(queue, name -> new Standing(failure));
            }
            if (known != null) {
                known.refused(failure, threads.millis() + advice.longValue());
            }
        }
    }

    /** How a queue has treated this client of late. */
    private static final class Standing {

        /** How many more were refused than taken. */
        private int balance;

        /** How many may go to the node before more is known; no bound until the first hold. */
        private int left = Integer.MAX_VALUE;

        /** When to try again, in the client's milliseconds. */
        private volatile long until = Long.MIN_VALUE;

        /** Whether that is because some try it, and no more may until it is known how they fare. */
        private boolean trying;

        private volatile RefusedStage<SendReceipt> said;

        Standing(MpregException failure) {
            said = new RefusedStage<>(failure);
        }

        @Nullable RefusedStage<SendReceipt> refusal(long now) {
            return now < until || !passes(now) ? said : null;
        }

        private synchronized boolean passes(long now) {
            if (trying) {
                // Nobody has said anything for a while: some more may try.
                trying = false;
                left = MANY;
            }
            if (left == Integer.MAX_VALUE) {
                return true;
            }
            if (left == 0) {
                trying = true;
                until = now + TRIAL_MS;
                return false;
            }
            left--;
            return true;
        }

        /* Whether there is no more reason to watch it. */
        synchronized boolean taken() {
            balance = Math.max(0, balance - 1);
            if (left == Integer.MAX_VALUE) {
                return balance == 0;
            }
            left = Math.min(ENOUGH, left + GROWTH);
            if (trying) {
                trying = false;
                until = Long.MIN_VALUE;
            }
            return left == ENOUGH && balance == 0;
        }

        synchronized void refused(MpregException failure, long next) {
            if (++balance < MANY) {
                return;
            }
            balance = 0;
            left = MANY;
            trying = false;
            said = new RefusedStage<>(failure);
            until = next;
        }
    }
}
