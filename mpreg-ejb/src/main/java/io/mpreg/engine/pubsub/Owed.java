package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a publisher still has to bring to subscribers with the policy BLOCK. Everyone
 * else gets a message first; then its publisher waits for those who had no room.
 *
 * <p><b>Threads.</b> Each publisher sees its own debts only.
 */
final class Owed {

    private final ThreadLocal<@Nullable List<Debt>> debts = new ThreadLocal<>();

    /** Publishes on behalf of a publisher that may wait, then waits. */
    int publish(IntSupplier dispatch) {
        List<Debt> outer = debts.get();
        List<Debt> mine = new ArrayList<>(0);
        debts.set(mine);
        int matched;
        try {
            matched = dispatch.getAsInt();
        } finally {
            if (outer == null) {
                debts.remove();
            } else {
                debts.set(outer);
            }
        }
        for (Debt debt : mine) {
            debt.subscriber.offerPatiently(debt.message);
        }
        return matched;
    }

    /**
     * Takes note that this thread's publisher has to bring a message later.
     *
     * @return false if the publisher may not wait
     */
    boolean note(Subscriber subscriber, UnifiedMessage message) {
        List<Debt> mine = debts.get();
        return mine != null && mine.add(new Debt(subscriber, message));
    }

    private record Debt(Subscriber subscriber, UnifiedMessage message) {}
}
