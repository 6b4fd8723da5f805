package io.mpreg.engine.topic;

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
    private final Grace.Announcement announcement;
    private final boolean stays;
    private final int[] scratch = new int[TopicGrammar.MAX_SEGMENTS + 1];
    private @Nullable Object[] values = new Object[16];
    private @Nullable TopicPattern[] patterns = new TopicPattern[0];
    private int count;

    /**
     * @param stays whether it is used again
     */
    Lookup(Tree tree, boolean stays) {
        this.tree = tree;
        this.walk = new Walk(tree);
        this.announcement = tree.grace.join();
        this.stays = stays;
    }

    /** Takes it, unless somebody else has. */
    boolean begin() {
        return tree.grace.enter(announcement);
    }

    /** Reads what matches a topic as the tree is now. */
    void read(TopicName topic, boolean withPatterns) {
        int nodes = walk.find(topic);
        for (int i = 0; i < nodes; i++) {
            collect(walk.found(i), withPatterns);
        }
        announcement.pause();
    }

    /** How many patterns match a topic. */
    int patterns(TopicName topic) {
        return walk.find(topic);
    }

    int count() {
        return count;
    }

    @SuppressWarnings("unchecked")
    <V> void values(Consumer<? super V> sink) {
        for (int i = 0; i < count; i++) {
            sink.accept((V) values[i]);
        }
    }

    @SuppressWarnings("unchecked")
    <V> void pairs(BiConsumer<? super TopicPattern, ? super V> sink) {
        for (int i = 0; i < count; i++) {
            sink.accept(patterns[i], (V) values[i]);
        }
    }

    /** Forgets what was read, and is free for others. */
    void close() {
        if (count > KEPT) {
            values = new Object[16];
            patterns = new TopicPattern[0];
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = null;
            }
            Arrays.fill(patterns, 0, Math.min(count, patterns.length), null);
        }
        count = 0;
        walk.trim();
        if (stays) {
            announcement.free();
        } else {
            leave();
        }
    }

    /** Is not used any more. */
    void leave() {
        tree.grace.leave(announcement);
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
