package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A message in the backlog.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Kept {

    private static final VarHandle DISPATCHED;

    static {
        try {
            DISPATCHED =
                    MethodHandles.lookup().findVarHandle(Kept.class, "dispatched", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final UnifiedMessage message;
    final long order;
    final int bytes;

    @SuppressWarnings("unused") // by its handle
    private boolean dispatched;

    Kept(UnifiedMessage message, long order) {
        this.message = message;
        this.order = order;
        this.bytes = Weight.of(message);
    }

    /*
     * A release is enough: who sees that it was dispatched sees what its dispatch did, and who does
     * not see it yet takes it for under way, which is always safe.
     */
    /** Notes that everyone it was routed to has it. */
    void dispatched() {
        DISPATCHED.setRelease(this, true);
    }

    /** Whether everyone it was routed to has it; then it comes to nobody else. */
    boolean isDispatched() {
        return (boolean) DISPATCHED.getAcquire(this);
    }
}
