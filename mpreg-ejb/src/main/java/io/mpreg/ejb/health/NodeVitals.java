package io.mpreg.ejb.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the node of this application can be asked how it is, while there is one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
@ApplicationScoped
public class NodeVitals {

    private volatile @Nullable Vitals vitals;

    /** The node has started. */
    public void begin(Vitals of) {
        vitals = of;
    }

    /** The node is about to stop. */
    public void end() {
        vitals = null;
    }

    Optional<Vitals> find() {
        return Optional.ofNullable(vitals);
    }
}
