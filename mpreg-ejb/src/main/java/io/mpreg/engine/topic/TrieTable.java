package io.mpreg.engine.topic;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of topics: a tree of segments in flat arrays.
 *
 * <p>Changes take one lock; matches take none and are never held up. What is taken out is given
 * back to the memory when the last match that may see it has ended.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Sinks are called on the calling thread
 * and without locks; they may use the table.
 */
public final class TrieTable<V> implements TopicTable<V> {

    /** How many pairs are filed, or nodes swept, before others get the lock. */
    private static final int BATCH = 512;

    private final Tree tree;
    private final TreeEditor editor;
    private final Walks walks;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile long size;
    private volatile long patterns;
    private volatile int nodes = 1;

    public TrieTable() {
        this.tree = new Tree();
        this.editor = new TreeEditor(tree);
        this.walks = new Walks(tree);
    }

    @Override
    public boolean add(TopicPattern pattern, V value) {
        lock.lock();
        try {
            return added(pattern, value);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long addAll(Iterable<? extends Map.Entry<TopicPattern, ? extends V>> pairs) {
        Iterator<? extends Map.Entry<TopicPattern, ? extends V>> rest = pairs.iterator();
        List<Map.Entry<TopicPattern, ? extends V>> batch = new ArrayList<>(BATCH);
        long added = 0;
        while (rest.hasNext()) {
            while (rest.hasNext() && batch.size() < BATCH) {
                batch.add(rest.next());
            }
            lock.lock();
            try {
                for (Map.Entry<TopicPattern, ? extends V> pair : batch) {
                    added += added(pair.getKey(), pair.getValue()) ? 1 : 0;
                }
            } finally {
                lock.unlock();
            }
            batch.clear();
        }
        return added;
    }

    private boolean added(TopicPattern pattern, V value) {
        TreeEditor.Change change =
                editor.add(pattern.value(), Objects.requireNonNull(value, "value"));
        return changed(change, 1);
    }

    @Override
    public boolean remove(TopicPattern pattern, V value) {
        lock.lock();
        try {
            boolean removed = changed(editor.remove(pattern.value(), value), -1);
            if (removed && size == 0) {
                giveBack();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private boolean changed(TreeEditor.Change change, int by) {
        if (change == TreeEditor.Change.NOTHING) {
            return false;
        }
        size += by;
        if (change == TreeEditor.Change.PATTERN) {
            patterns += by;
            nodes = editor.live();
        }
        return true;
    }

    /** Reclaims all, if no match is at work. */
    private void giveBack() {
        for (int i = 0; i < 6; i++) {
            tree.grace.advance();
        }
    }

    @Override
    public boolean contains(TopicPattern pattern, V value) {
        lock.lock();
        try {
            return editor.contains(pattern.value(), value);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void match(TopicName topic, BiConsumer<? super TopicPattern, ? super V> sink) {
        Lookup lookup = walks.begin();
        try {
            lookup.pairs(topic, sink);
        } finally {
            lookup.close();
        }
    }

    @Override
    public void values(TopicName topic, Consumer<? super V> sink) {
        Lookup lookup = walks.begin();
        try {
            lookup.values(topic, sink);
        } finally {
            lookup.close();
        }
    }

    @Override
    public int count(TopicName topic) {
        Lookup lookup = walks.begin();
        try {
            return lookup.count(topic);
        } finally {
            lookup.close();
        }
    }

    @Override
    public boolean matches(TopicName topic) {
        Lookup lookup = walks.begin();
        try {
            return lookup.patterns(topic) > 0;
        } finally {
            lookup.close();
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long patterns() {
        return patterns;
    }

    /** How many nodes the tree has; it depends on the set of patterns only. */
    public int nodes() {
        return nodes;
    }

    @Override
    public void forEach(BiConsumer<? super TopicPattern, ? super V> sink) {
        Sweep sweep = new Sweep();
        lock.lock();
        try {
            editor.sweeps.begin(sweep);
        } finally {
            lock.unlock();
        }
        try {
            List<Pair<V>> batch = new ArrayList<>();
            boolean more = true;
            while (more) {
                more = read(sweep, batch);
                batch.forEach(pair -> sink.accept(pair.pattern, pair.value));
                batch.clear();
            }
        } finally {
            lock.lock();
            try {
                editor.sweeps.end(sweep);
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean read(Sweep sweep, List<Pair<V>> batch) {
        int[] scratch = new int[TopicGrammar.MAX_SEGMENTS + 1];
        lock.lock();
        try {
            for (int i = 0; i < BATCH; i++) {
                int end = sweep.next(tree.nodes.bound());
                if (end == 0) {
                    return false;
                }
                if (tree.ends(end)) {
                    read(tree.pattern(end, scratch), tree.nodes.filed(end), batch);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("unchecked")
    private static <V> void read(
            TopicPattern pattern, @Nullable Object filed, List<Pair<V>> batch) {
        if (filed instanceof Members members) {
            @Nullable Object[] cells = members.cells();
            for (int i = 0; i < cells.length; i++) {
                Object value = Members.at(cells, i);
                if (value != null) {
                    batch.add(new Pair<>(pattern, (V) value));
                }
            }
        } else if (filed != null) {
            batch.add(new Pair<>(pattern, (V) filed));
        }
    }

    private record Pair<V>(TopicPattern pattern, V value) {}
}
