package io.mpreg.engine.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which entries belong to a word or key.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class EntryIndex<K> {

    private final ConcurrentHashMap<K, EntrySet> entries = new ConcurrentHashMap<>();

    void add(K key, Entry entry) {
        entries.compute(
                key,
                (k, present) -> {
                    EntrySet set = present == null ? new EntrySet() : present;
                    set.add(entry);
                    return set;
                });
    }

    void remove(K key, Entry entry) {
        entries.computeIfPresent(
                key,
                (k, present) -> {
                    present.remove(entry);
                    return present.isEmpty() ? null : present;
                });
    }

    /**
     * The entries of a key as of one moment: an entry that took the place of another is there, or
     * the other one is.
     */
    List<Entry> of(K key) {
        if (!entries.containsKey(key)) {
            return List.of();
        }
        List<Entry> snapshot = new ArrayList<>();
        entries.computeIfPresent(
                key,
                (k, present) -> {
                    snapshot.addAll(present.values());
                    return present;
                });
        return snapshot;
    }

    boolean has(K key) {
        return entries.containsKey(key);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
