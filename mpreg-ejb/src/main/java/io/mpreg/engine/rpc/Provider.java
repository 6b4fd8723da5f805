package io.mpreg.engine.rpc;

import io.mpreg.engine.route.Interest;
import io.mpreg.engine.route.InterestKind;

/**
 * Who runs a function when it is called, in this node or another.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
interface Provider extends Interest {

    @Override
    default InterestKind kind() {
        return InterestKind.PROVIDER;
    }

    Offer offer();

    /** The node where the function runs. */
    String node();

    /** The cluster of that node. */
    String cluster();

    /** How many calls were handed to it and have not ended. */
    int outstanding();

    /** How reliable it was lately. */
    Health health();

    /**
     * Takes a call and ends it later, exactly once, on any thread; never blocks and never runs the
     * function on the calling thread.
     */
    void invoke(Call call);

    /** How many calls found it full. */
    long refused();

    /** Takes nothing any more: calls that wait go elsewhere, those that run may end. */
    void close();
}
