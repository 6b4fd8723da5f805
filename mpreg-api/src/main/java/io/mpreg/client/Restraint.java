package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Heeds what nodes advise who are refused for want of room. A lone send always goes to the node.
 * But when so many to one queue were refused in a row, without one that was taken, further ones are
 * refused here until the advised time has passed: they would cost node, network and client more
 * than they would find room.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Restraint {

    /** How many refusals in a row are no accident. */
    private static final int MANY = 32;

    /** How many queues are watched at most; what is sent to others goes to the node. */
    private static final int MOST = 1024;

    private static final String ADVICE = "retryAfterMs";

    private final ClientThreads threads;
    private final Map<String, Refusals> queues = new ConcurrentHashMap<>(0);

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
    @Nullable MpregException refusal(String queue) {
        Refusals known = queues.get(queue);
        return known != null && known.count >= MANY && threads.millis() < known.until
                ? known.last
                : null;
    }

    /** The node has taken a message for a queue. */
    void taken(String queue) {
        queues.remove(queue);
    }

    /** The node has refused a message for a queue. */
    void refused(String queue, MpregException failure) {
        if (failure.code() == ErrorCode.LIMIT_REACHED
                && failure.details().get(ADVICE) instanceof Number advice
                && (queues.size() < MOST || queues.containsKey(queue))) {
            long until = threads.millis() + advice.longValue();
            queues.merge(
                    queue,
                    new Refusals(1, until, failure),
                    (before, now) -> new Refusals(before.count + 1, until, failure));
        }
    }

    /**
     * Refusals in a row.
     *
     * @param until when to try again, in the client's milliseconds
     */
    private record Refusals(int count, long until, MpregException last) {}
}
