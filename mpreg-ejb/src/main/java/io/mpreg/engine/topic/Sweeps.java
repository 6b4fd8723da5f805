package io.mpreg.engine.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Sweep sweeps} under way, which have to know what moves.
 *
 * <p><b>Threads.</b> One at a time: guarded by the lock of the table.
 */
final class Sweeps {

    private final List<Sweep> sweeps = new ArrayList<>();

    /** Tells a sweep what moves from now on. */
    void begin(Sweep sweep) {
        sweeps.add(sweep);
    }

    void end(Sweep sweep) {
        sweeps.remove(sweep);
    }

    /** A pattern has another end now. */
    void moved(int before, int after) {
        for (int i = 0; i < sweeps.size(); i++) {
            sweeps.get(i).moved(before, after);
        }
    }

    /** No pattern has that end any more. */
    void gone(int end) {
        for (int i = 0; i < sweeps.size(); i++) {
            sweeps.get(i).gone(end);
        }
    }
}
