package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;

/**
 * A message in the backlog.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Kept {

    /** What a message takes beside its payload and texts. */
    private static final int BASE_BYTES = 256;

    final UnifiedMessage message;
    final long order;
    final int bytes;
    private volatile boolean dispatched;

    Kept(UnifiedMessage message, long order) {
        this.message = message;
        this.order = order;
        this.bytes = size(message);
    }

    /** Notes that everyone it was routed to has it. */
    void dispatched() {
        dispatched = true;
    }

    /** Whether everyone it was routed to has it; then it comes to nobody else. */
    boolean isDispatched() {
        return dispatched;
    }

    private static int size(UnifiedMessage message) {
        long size = BASE_BYTES + message.payload().size() + message.topic().value().length();
        if (!message.headers().values().isEmpty()) {
            for (var header : message.headers().values().entrySet()) {
                size += 64 + header.getKey().length() + header.getValue().length();
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }
}
