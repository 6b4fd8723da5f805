package io.mpreg.engine.queue;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a queue has taken, to know it when it comes again. Guarded by the queue's lock.
 *
 * <p>At most {@link #MOST} are remembered beyond those that are in the queue; the oldest are
 * forgotten first.
 */
final class Seen {

    static final int MOST = 100_000;

    private final long window;
    private final Map<Object, Mark> recent = new LinkedHashMap<>(0);
    private final Map<Object, Sending.First> pinned = new HashMap<>(0);

    Seen(long window) {
        this.window = window;
    }

    /** The send that brought this first, if it is remembered. */
    Sending.@Nullable First find(Object key, long now) {
        forget(now);
        Sending.First held = pinned.get(key);
        if (held != null) {
            return held;
        }
        Mark mark = recent.get(key);
        return mark == null ? null : mark.first;
    }

    /** Remembers it for the window. */
    void add(Object key, Sending.First first, long now) {
        recent.remove(key);
        recent.put(key, new Mark(first, now + window));
        forget(now);
    }

    /** Remembers it until it is released. */
    void pin(Object key, Sending.First first) {
        pinned.put(key, first);
    }

    /** Remembers it for the window from now on. */
    void release(Object key, Sending.First first, long now) {
        pinned.remove(key);
        add(key, first, now);
    }

    /** Does not remember it any more, if it was brought by that send. */
    void remove(Object key, Sending.First first) {
        Sending.First held = pinned.get(key);
        if (held != null && held.id().equals(first.id())) {
            pinned.remove(key);
        }
        Mark mark = recent.get(key);
        if (mark != null && mark.first.id().equals(first.id())) {
            recent.remove(key);
        }
    }

    int size() {
        return recent.size() + pinned.size();
    }

    private void forget(long now) {
        Iterator<Mark> marks = recent.values().iterator();
        while (marks.hasNext()) {
            if (recent.size() <= MOST && marks.next().until > now) {
                return;
            } else if (recent.size() > MOST) {
                marks.next();
            }
            marks.remove();
        }
    }

    private record Mark(Sending.First first, long until) {}
}
