package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that publishers still have to bring to subscribers with the policy BLOCK. Everyone
 * else gets a message first; then its publisher waits for those who had no room.
 *
 * <p><b>Threads.</b> Guarded by the turn of the {@link Sequencer}; what is owed is paid after it.
 */
final class Owed {

    private final Sequencer sequencer;
    private boolean patient;
    private List<Debt> debts = new ArrayList<>();

    Owed(Sequencer sequencer) {
        this.sequencer = sequencer;
    }

    /**
     * Says whether the publisher whose turn it is may wait for room.
     *
     * @return what was said before
     */
    boolean patient(boolean may) {
        boolean before = patient;
        patient = may;
        return before;
    }

    /**
     * Takes note that the publisher whose turn it is has to bring a message later.
     *
     * @return false if it may not wait
     */
    boolean note(Subscriber subscriber, UnifiedMessage message) {
        return sequencer.isMine() && patient && debts.add(new Debt(subscriber, message));
    }

    /** What the publisher whose turn it is owes; not owed here any more. */
    List<Debt> take() {
        if (debts.isEmpty()) {
            return List.of();
        }
        List<Debt> taken = debts;
        debts = new ArrayList<>();
        return taken;
    }

    /** A message that had no room at a subscriber. */
    record Debt(Subscriber subscriber, UnifiedMessage message) {

        /** Brings it, waiting for room. */
        void pay() {
            subscriber.offerPatiently(message);
        }
    }
}
