package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that publishers still have to bring to subscribers with the policy BLOCK. Everyone
 * else gets a message first; then its publisher waits for those who had no room.
 *
 * <p><b>Threads.</b> Each publisher sees its own debts only.
 */
final class Owed {

    private final ThreadLocal<@Nullable List<Debt>> debts = new ThreadLocal<>();
    private final ThreadLocal<@Nullable Boolean> hasty = new ThreadLocal<>();
    private final AtomicInteger all = new AtomicInteger();

    /** Publishes on behalf of a publisher that may not wait. */
    int hastily(IntSupplier dispatch) {
        boolean before = hasty.get() != null;
        hasty.set(Boolean.TRUE);
        try {
            return dispatch.getAsInt();
        } finally {
            if (!before) {
                hasty.remove();
            }
        }
    }

    /** Brings what this thread's publisher owes, waiting for room. */
    void pay() {
        if (all.get() == 0) {
            return;
        }
        List<Debt> mine = debts.get();
        if (mine != null) {
            debts.remove();
            for (Debt debt : mine) {
                all.decrementAndGet();
                debt.subscriber.offerPatiently(debt.message);
            }
        }
    }

    /**
     * Takes note that this thread's publisher has to bring a message later.
     *
     * @return false if the publisher may not wait
     */
    boolean note(Subscriber subscriber, UnifiedMessage message) {
        if (hasty.get() != null) {
            return false;
        }
        List<Debt> mine = debts.get();
        if (mine == null) {
            mine = new ArrayList<>(1);
            debts.set(mine);
        }
        all.incrementAndGet();
        return mine.add(new Debt(subscriber, message));
    }

    private record Debt(Subscriber subscriber, UnifiedMessage message) {}
}
