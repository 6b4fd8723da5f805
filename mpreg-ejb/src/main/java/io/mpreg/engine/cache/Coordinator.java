package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.time.VectorClock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one region in step with the same region on other nodes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. What says so is called under the stripe
 * of the key; it hands messages over and calls nobody.
 */
interface Coordinator {

    /** A region that is kept in step with nothing. */
    Coordinator LOCAL = new Coordinator() {};

    /** An entry was written by a caller; under its stripe. */
    default void wrote(Entry entry) {}

    /** An entry was loaded; under its stripe. */
    default void loaded(Entry entry) {}

    /**
     * A key was taken out, whether or not it had an entry here; under its stripe.
     *
     * @param entry what it had
     */
    default void took(String key, @Nullable Entry entry) {}

    /** An entry left this node only; perhaps while its store holds locks. */
    default void left(Entry entry) {}

    /** Something was invalidated here, at the request of somebody here; without locks. */
    default void invalidated(Invalidation what) {}

    /** Takes what another node tells of this region; without locks. */
    default void receive(String from, Coordination message) {}

    /** Learns how far another node is; without locks. */
    default void heard(String from, Coordination.Digest digest) {}

    /** Does what is due; now and then, without locks. */
    default void tick() {}

    /** Adds how far this node is. */
    default void digest(DigestParts parts) {}

    /** The fingerprints of the entries here; unknown if they are nobody else's business. */
    default Prints prints() {
        return Prints.UNKNOWN;
    }

    /** The print of the entry of a key; 0 if there is none. */
    default long print(String key) {
        return 0;
    }

    /** How far this node is with what each node told. */
    default VectorClock held() {
        return VectorClock.ZERO;
    }

    /** Makes this node like another where that one is right, in the background. */
    default void repair(String peer) {}

    /** Asks another node for everything; completes with how many entries that brought. */
    default CompletableFuture<Long> fetch(String peer) {
        return CompletableFuture.completedFuture(0L);
    }
}
