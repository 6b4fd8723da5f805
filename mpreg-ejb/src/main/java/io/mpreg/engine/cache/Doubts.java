package io.mpreg.engine.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/*
 * Regions that are full differ for good, and under traffic every two nodes differ for a moment. So
 * the more often nothing came of comparing, the longer it takes until it is done again.
 */
/**
 * Decides when a node whose fingerprint is another one is to be compared with entry by entry.
 *
 * <p><b>Threads.</b> <b>Not</b> safe for use by several threads.
 */
final class Doubts {

    private static final int AT_REST = 8;
    private static final int FIRST = 16;
    private static final int LAST = 4096;

    private final Map<String, Doubt> doubts = new HashMap<>();

    private static final class Doubt {
        int grown;
        int enough = FIRST;
    }

    /** Learns that another node has the same. */
    void agrees(String peer) {
        doubts.remove(peer);
    }

    /**
     * Learns that another node differs.
     *
     * @param rests whether both have heard the same, so that nothing can be on its way
     * @return whether it is time to compare
     */
    boolean differs(String peer, boolean rests) {
        Doubt doubt = doubts.computeIfAbsent(peer, p -> new Doubt());
        doubt.grown += rests ? AT_REST : 1;
        if (doubt.grown < doubt.enough) {
            return false;
        }
        doubt.grown = 0;
        doubt.enough = Math.min(LAST, 2 * doubt.enough);
        return true;
    }

    /** Learns that something came of comparing. */
    void mended(String peer) {
        agrees(peer);
    }

    /** Forgets nodes that have gone. */
    void retain(Collection<String> others) {
        doubts.keySet().retainAll(others);
    }
}
