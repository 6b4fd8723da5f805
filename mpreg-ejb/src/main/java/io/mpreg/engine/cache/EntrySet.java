package io.mpreg.engine.cache;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A few entries, told apart by identity, in the order in which they came. <b>Not</b> safe for use
 * by several threads.
 */
final class EntrySet {

    private final Set<Entry> entries = new LinkedHashSet<>(2);

    void add(Entry entry) {
        entries.add(entry);
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Collection<Entry> values() {
        return entries;
    }
}
