package io.mpreg.engine.rpc;

import io.mpreg.api.queue.Durability;
import io.mpreg.engine.queue.Burial;
import io.mpreg.engine.queue.Content;
import io.mpreg.engine.queue.CopyStates;
import io.mpreg.engine.queue.QueueStore;
import io.mpreg.engine.queue.StoredMessage;
import io.mpreg.engine.queue.StoredQueue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A store that outlives its queue engine: the next one finds what this one had. */
final class SurvivingStore implements QueueStore {

    private final Map<Integer, StoredQueue> queues = new LinkedHashMap<>();
    private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
    private final Map<Long, Map<Integer, Integer>> failed = new HashMap<>();
    private long refs;
    private boolean dead;

    /** The process dies: what it still does reaches nothing. */
    SurvivingStore crash() {
        dead = true;
        SurvivingStore next = new SurvivingStore();
        next.queues.putAll(queues);
        next.messages.putAll(messages);
        next.failed.putAll(failed);
        next.refs = refs;
        return next;
    }

    int messages() {
        return messages.size();
    }

    @Override
    public void recover(Recovery recovery) {
        queues.values().forEach(recovery::queue);
        messages.forEach(
                (ref, message) ->
                        recovery.message(
                                ref,
                                message.head(),
                                message.content().size(),
                                new CopyStates(0, failed.getOrDefault(ref, Map.of()), Map.of())));
    }

    @Override
    public void save(StoredQueue queue) {
        if (!dead) {
            queues.put(queue.number(), queue);
        }
    }

    @Override
    public void drop(int queue, long[] gone) {
        if (!dead) {
            queues.remove(queue);
        }
    }

    @Override
    public void put(StoredMessage message, Durability level, Progress progress) {
        if (!dead) {
            messages.put(++refs, message);
            progress.reached(refs, Durability.DISK);
        }
    }

    @Override
    public Content read(long ref) {
        return messages.get(ref).content();
    }

    @Override
    public void finish(long ref, int group, Durability level, Progress progress) {
        if (!dead) {
            messages.remove(ref);
            progress.reached(ref, Durability.DISK);
        }
    }

    @Override
    public void failed(long ref, int group, int times, Durability level, Progress progress) {
        if (!dead) {
            failed.put(ref, Map.of(group, times));
            progress.reached(ref, Durability.DISK);
        }
    }

    @Override
    public void bury(long ref, int group, Burial burial, Durability level, Progress progress) {
        if (!dead) {
            progress.reached(ref, Durability.DISK);
        }
    }

    @Override
    public void drive() {}

    @Override
    public void close() {}
}
