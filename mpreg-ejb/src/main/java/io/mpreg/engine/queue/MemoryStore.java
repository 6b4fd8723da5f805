package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.queue.Durability;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers messages on the heap and forgets everything with the process; so it reaches {@link
 * Durability#MEMORY} and says so.
 */
public final class MemoryStore implements QueueStore {

    private final AtomicLong refs = new AtomicLong();
    private final Map<Long, Content> contents = new ConcurrentHashMap<>();

    @Override
    public void recover(Recovery recovery) {}

    @Override
    public void save(StoredQueue queue) {}

    @Override
    public void drop(int queue, long[] gone) {
        for (long ref : gone) {
            contents.remove(ref);
        }
    }

    @Override
    public void put(StoredMessage message, Durability level, Progress progress) {
        long ref = refs.incrementAndGet();
        contents.put(ref, message.content());
        progress.reached(ref, Durability.MEMORY);
    }

    @Override
    public Content read(long ref) {
        Content content = contents.get(ref);
        if (content == null) {
            throw MpregException.of(
                    ErrorCode.STORAGE, "message " + ref + " is not in memory any more");
        }
        return content;
    }

    @Override
    public void finish(long ref, int group, Durability level, Progress progress) {
        if (group == ALL) {
            contents.remove(ref);
        }
        progress.reached(ref, Durability.MEMORY);
    }

    @Override
    public void failed(long ref, int group, int times, Durability level, Progress progress) {
        progress.reached(ref, Durability.MEMORY);
    }

    @Override
    public void bury(long ref, int group, Burial burial, Durability level, Progress progress) {
        progress.reached(ref, Durability.MEMORY);
    }

    @Override
    public void drive() {}

    @Override
    public void close() {
        contents.clear();
    }

    /** How many messages are remembered. */
    int size() {
        return contents.size();
    }
}
