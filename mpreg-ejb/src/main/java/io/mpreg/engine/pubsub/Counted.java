package io.mpreg.engine.pubsub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that is changed in turns of the {@link Sequencer} only, and so without an atomic
 * instruction.
 *
 * <p><b>Threads.</b> Changed under the turn; read by any thread.
 */
final class Counted {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counted.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    void add(long change) {
        VALUE.setRelease(this, value + change);
    }

    long get() {
        return (long) VALUE.getAcquire(this);
    }
}
