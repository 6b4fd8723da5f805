package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;

/**
 * A message in the backlog.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class Kept {

    final UnifiedMessage message;
    final long order;
    final int bytes;

    Kept(UnifiedMessage message, long order) {
        this.message = message;
        this.order = order;
        this.bytes = Weight.of(message);
    }
}
