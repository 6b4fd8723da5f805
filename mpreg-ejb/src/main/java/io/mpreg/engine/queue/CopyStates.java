package io.mpreg.engine.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of the copies of a message so far, by consumer group.
 *
 * @param finished the groups that are done with it, one bit each
 * @param failed how many deliveries failed
 * @param buried the copies that are dead letters
 * @param acknowledged who acknowledged it, of a message that goes to several
 * @param left who is not an addressee of it any more, of such a message
 */
public record CopyStates(
        long finished,
        Map<Integer, Integer> failed,
        Map<Integer, Burial> buried,
        List<Receiver> acknowledged,
        List<Receiver> left) {

    /** Nothing happened yet. */
    public static final CopyStates FRESH = new CopyStates(0, Map.of(), Map.of());

    public CopyStates {
        failed = Map.copyOf(failed);
        buried = Map.copyOf(buried);
        acknowledged = List.copyOf(acknowledged);
        left = List.copyOf(left);
    }

    /** What became of the copies of a message that goes to groups. */
    public CopyStates(long finished, Map<Integer, Integer> failed, Map<Integer, Burial> buried) {
        this(finished, failed, buried, List.of(), List.of());
    }

    /** The same, with a group that is done. */
    public CopyStates finished(int group) {
        Map<Integer, Burial> dead = new HashMap<>(buried);
        dead.remove(group);
        return new CopyStates(finished | 1L << group, failed, dead, acknowledged, left);
    }

    /** The same, with that many failed deliveries of a copy. */
    public CopyStates failed(int group, int times) {
        Map<Integer, Integer> counts = new HashMap<>(failed);
        counts.put(group, times);
        return new CopyStates(finished, counts, buried, acknowledged, left);
    }

    /** The same, with a copy that is a dead letter. */
    public CopyStates buried(int group, Burial burial) {
        Map<Integer, Burial> dead = new HashMap<>(buried);
        dead.put(group, burial);
        return new CopyStates(finished, failed, dead, acknowledged, left);
    }

    /** The same, with one more who acknowledged. */
    public CopyStates acknowledged(Receiver receiver) {
        return new CopyStates(finished, failed, buried, with(acknowledged, receiver), left);
    }

    /** The same, with one more who is not an addressee any more. */
    public CopyStates left(Receiver receiver) {
        return new CopyStates(finished, failed, buried, acknowledged, with(left, receiver));
    }

    private static List<Receiver> with(List<Receiver> some, Receiver another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }
}
