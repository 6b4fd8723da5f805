package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.List;

/**
 * Where replay and live messages meet: the replayed messages that were still on their way to
 * subscribers when the replay was put together, and that may therefore come once more.
 *
 * <p>A message is kept before it is dispatched, and a subscriber is filed in the router before its
 * replay is read: so every message is in the replay, or comes live, or both. Both at once happens
 * only while it is being dispatched, which is what its entry says.
 *
 * <p><b>Threads.</b> Immutable but for the state of the entries.
 */
final class Seam {

    private final Kept[] underWay;

    Seam(List<Kept> underWay) {
        this.underWay = underWay.toArray(Kept[]::new);
    }

    /** Whether that message is in the replay already. */
    boolean covers(UnifiedMessage message) {
        for (Kept kept : underWay) {
            if (kept.message == message) {
                return true;
            }
        }
        return false;
    }

    /** Whether no replayed message can come live any more. */
    boolean isOver() {
        for (Kept kept : underWay) {
            if (!kept.isDispatched()) {
                return false;
            }
        }
        return true;
    }
}
