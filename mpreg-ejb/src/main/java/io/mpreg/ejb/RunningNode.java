package io.mpreg.ejb;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.engine.node.LocalNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The node of this application, for its other beans.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
@ApplicationScoped
public class RunningNode {

    private volatile @Nullable LocalNode node;

    /** The node, if it has started and not stopped. */
    public Optional<LocalNode> find() {
        return Optional.ofNullable(node);
    }

    /**
     * The node.
     *
     * @throws io.mpreg.api.MpregUnavailableException if it has not started yet or has stopped
     */
    public LocalNode get() {
        return find().orElseThrow(
                        () ->
                                MpregException.of(
                                        ErrorCode.UNAVAILABLE,
                                        "the node of this application is starting or stopping"));
    }

    void started(LocalNode started) {
        node = started;
    }

    void stopped() {
        node = null;
    }
}
