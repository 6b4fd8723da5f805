package io.mpreg.engine.topic;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One match: the nodes that are found, and what is filed there, collected before any foreign code
 * sees it.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Lookup {

    private static final int KEPT = 1 << 12;

    private final Tree tree;
    private final Walk walk;
    private final Grace grace;
    private final Grace.Announcement announcement;
    private final @Nullable WeakReference<Thread> owner;
    private final int[] scratch = new int[TopicGrammar.MAX_SEGMENTS + 1];
    private @Nullable Object[] values = new Object[16];
    private @Nullable TopicPattern[] patterns = new TopicPattern[0];
    private int count;
    private boolean busy;
    private boolean announced;
    private boolean once;

    /**
     * @param owner the only thread that may use it; none if any may that has taken it
     */
    Lookup(Tree tree, @Nullable Thread owner) {
        this.tree = tree;
        this.walk = new Walk(tree);
        this.grace = tree.grace;
        this.announcement = grace.join();
        this.owner = owner == null ? null : new WeakReference<>(owner);
    }

    /** Lets it be forgotten after this match. */
    Lookup once() {
        once = true;
        return this;
    }

    /** Whether it belongs to a thread; with none, whether its owner is no more. */
    boolean belongsTo(@Nullable Thread thread) {
        return owner != null && owner.refersTo(thread);
    }

    /** Takes it, unless somebody else has, or its owner is at a match already. */
    boolean begin() {
        if (owner == null) {
            return grace.enter(announcement);
        }
        if (busy) {
            return false;
        }
        busy = true;
        return true;
    }

    /** Shows a sink the values that match a topic. */
    @SuppressWarnings("unchecked")
    <V> void values(TopicName topic, Consumer<? super V> sink) {
        Object only = read(topic, false);
        if (only != null) {
            sink.accept((V) only);
        }
        for (int i = 0; i < count; i++) {
            sink.accept((V) values[i]);
        }
    }

    /** Shows a sink the pairs that match a topic. */
    @SuppressWarnings("unchecked")
    <V> void pairs(TopicName topic, BiConsumer<? super TopicPattern, ? super V> sink) {
        read(topic, true);
        for (int i = 0; i < count; i++) {
            sink.accept(patterns[i], (V) values[i]);
        }
    }

    /** How many values match a topic. */
    int count(TopicName topic) {
        return read(topic, false) == null ? count : 1;
    }

    /** How many patterns match a topic. */
    int patterns(TopicName topic) {
        if (owner != null) {
            long begun = grace.epoch();
            try {
                int found = walk.find(topic);
                if (grace.spared(begun)) {
                    return found;
                }
            } catch (RuntimeException e) {
                if (grace.spared(begun)) {
                    throw e;
                }
            }
            announce();
        }
        return walk.find(topic);
    }

    /*
     * The owner of a lookup reads at first as if nothing were reclaimed meanwhile: what it read, it
     * could not trust otherwise, and reads again, announced. So mostly it writes nothing that others
     * look at, and waits for nothing.
     */
    private @Nullable Object read(TopicName topic, boolean withPatterns) {
        if (owner != null) {
            long begun = grace.epoch();
            try {
                Object only = find(topic, withPatterns);
                if (grace.spared(begun)) {
                    return only;
                }
            } catch (RuntimeException e) {
                if (grace.spared(begun)) {
                    throw e;
                }
            }
            forget();
            announce();
        }
        Object only = find(topic, withPatterns);
        announcement.pause();
        return only;
    }

    /**
     * Reads what matches a topic as the tree is now.
     *
     * @return the value, if there is only one, and only values are asked for; else they are kept
     */
    private @Nullable Object find(TopicName topic, boolean withPatterns) {
        int nodes = walk.find(topic);
        if (nodes == 1 && !withPatterns) {
            Object filed = tree.nodes.filed(walk.found(0));
            if (!(filed instanceof Members)) {
                return filed;
            }
        }
        for (int i = 0; i < nodes; i++) {
            collect(walk.found(i), withPatterns);
        }
        return null;
    }

    /** Forgets what was read, and can be used for another match. */
    void close() {
        forget();
        walk.trim();
        if (once) {
            leave();
        } else if (owner == null) {
            announcement.free();
        } else {
            if (announced) {
                announcement.free();
                announced = false;
            }
            busy = false;
        }
    }

    private void announce() {
        grace.announce(announcement);
        announced = true;
    }

    /** Is not used any more. */
    void leave() {
        grace.leave(announcement);
    }

    private void forget() {
        if (count > KEPT) {
            values = new Object[16];
            patterns = new TopicPattern[0];
        } else if (count > 0) {
            Arrays.fill(values, 0, count, null);
            Arrays.fill(patterns, 0, Math.min(count, patterns.length), null);
        }
        count = 0;
    }

    private void collect(int node, boolean withPatterns) {
        Object filed = tree.nodes.filed(node);
        if (filed == null) {
            return;
        }
        int from = count;
        if (filed instanceof Members members) {
            int removals = members.removals();
            @Nullable Object[] cells = members.cells();
            for (int i = 0; i < cells.length; i++) {
                Object value = Members.at(cells, i);
                if (value != null) {
                    put(value);
                }
            }
            if (members.removals() != removals) {
                removeDoubles(from);
            }
        } else {
            put(filed);
        }
        if (withPatterns && count > from) {
            if (patterns.length < values.length) {
                patterns = Arrays.copyOf(patterns, values.length);
            }
            Arrays.fill(patterns, from, count, tree.pattern(node, scratch));
        }
    }

    private void removeDoubles(int from) {
        Set<Object> known = new HashSet<>();
        int kept = from;
        for (int i = from; i < count; i++) {
            Object value = values[i];
            if (value != null && known.add(value)) {
                values[kept++] = value;
            }
        }
        Arrays.fill(values, kept, count, null);
        count = kept;
    }

    private void put(Object value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }
}
