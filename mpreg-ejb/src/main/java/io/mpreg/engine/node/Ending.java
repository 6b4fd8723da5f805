package io.mpreg.engine.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Closes one thing after the other, whatever becomes of each. */
final class Ending {

    private static final Logger LOG = System.getLogger(Ending.class.getName());

    private Ending() {}

    static void of(Iterable<? extends AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(
                        Level.ERROR,
                        "MPREG-1500: "
                                + part.getClass().getSimpleName()
                                + " did not end as it should; the node stops nevertheless",
                        e);
            }
        }
    }
}
