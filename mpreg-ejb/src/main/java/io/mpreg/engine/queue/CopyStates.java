package io.mpreg.engine.queue;

import java.util.Map;

/**
 * What became of the copies of a message so far, by consumer group.
 *
 * @param finished the groups that are done with it, one bit each
 * @param failed how many deliveries failed
 * @param buried the copies that are dead letters
 */
public record CopyStates(long finished, Map<Integer, Integer> failed, Map<Integer, Burial> buried) {

    /** Nothing happened yet. */
    public static final CopyStates FRESH = new CopyStates(0, Map.of(), Map.of());

    public CopyStates {
        failed = Map.copyOf(failed);
        buried = Map.copyOf(buried);
    }
}
