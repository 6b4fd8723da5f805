package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The messages of a queue that could not be delivered. Guarded by the queue's lock. */
final class DeadLetters {

    private final Map<Key, Dead> letters = new LinkedHashMap<>(0);
    private final int most;

    DeadLetters(int most) {
        this.most = most;
    }

    int size() {
        return letters.size();
    }

    /**
     * Keeps one more.
     *
     * @return the oldest one, which has to go for it
     */
    @Nullable Dead add(Entry entry, Burial burial) {
        Dead dead = new Dead(entry, burial);
        letters.put(Key.of(entry), dead);
        if (letters.size() <= most) {
            return null;
        }
        Dead oldest = letters.values().iterator().next();
        letters.remove(Key.of(oldest.entry));
        return oldest;
    }

    /** Lets go of one; false if it is not here any more. */
    boolean remove(Dead dead) {
        return letters.remove(Key.of(dead.entry), dead);
    }

    /** Puts one back that was removed. */
    void restore(Dead dead) {
        letters.put(Key.of(dead.entry), dead);
    }

    List<Dead> select(Predicate<Dead> wanted, int limit) {
        List<Dead> chosen = new ArrayList<>();
        for (Dead dead : letters.values()) {
            if (chosen.size() >= limit) {
                break;
            }
            if (wanted.test(dead)) {
                chosen.add(dead);
            }
        }
        return chosen;
    }

    /** One of them. */
    record Dead(Entry entry, Burial burial) {}

    private record Key(long ref, int group) {
        static Key of(Entry entry) {
            return new Key(entry.ref, entry.group);
        }
    }
}
