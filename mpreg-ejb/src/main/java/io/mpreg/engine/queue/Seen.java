package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.QueueSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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

    private final Dedupe dedupe;
    private final long window;
    private final Map<DedupeKey, Mark> recent = new LinkedHashMap<>(0);
    private final Map<DedupeKey, Sending.First> pinned = new HashMap<>(0);

    /** The fingerprints that are remembered, by the ids of the messages: no entry has its own. */
    private final Map<Ulid, DedupeKey> prints = new HashMap<>(0);

    Seen(QueueSettings settings) {
        this.dedupe = settings.dedupe();
        this.window = settings.dedupeWindow().toMillis();
    }

    /** By what a message is known; more than one key if it is known by each of them. */
    List<DedupeKey> keys(DeliveryTerms terms, Ulid id, Content content) {
        if (dedupe == Dedupe.FINGERPRINT) {
            return keys(terms, id, Fingerprint.of(content));
        }
        return keys(terms, id, (DedupeKey) null);
    }

    private List<DedupeKey> keys(DeliveryTerms terms, Ulid id, @Nullable DedupeKey print) {
        boolean exact = terms.guarantee() == Guarantee.EXACTLY_ONCE;
        if (!exact && dedupe == Dedupe.OFF) {
            return List.of();
        }
        List<DedupeKey> keys = new ArrayList<>(2);
        if (exact) {
            keys.add(new DedupeKey.MessageId(id));
        }
        if (print != null) {
            keys.add(print);
        }
        if (dedupe == Dedupe.ID) {
            keys.add(new DedupeKey.Given(terms.dedupeId().orElseGet(id::toString)));
        }
        return keys;
    }

    /** The send that brought one of these first, if it is remembered. */
    Sending.@Nullable First find(List<DedupeKey> keys, long now) {
        forget(now);
        for (DedupeKey key : keys) {
            Sending.First held = pinned.get(key);
            if (held != null) {
                return held;
            }
            Mark mark = recent.get(key);
            if (mark != null && mark.until > now) {
                return mark.first;
            }
        }
        return null;
    }

    /** Remembers a send: by its message's id until that is released, else for the window. */
    void add(List<DedupeKey> keys, Sending.First first, long now) {
        for (DedupeKey key : keys) {
            if (key.kind() == DedupeKey.Kind.MESSAGE_ID) {
                pinned.put(key, first);
            } else {
                add(key, first, now + window, now);
            }
        }
    }

    /** Remembers it until then. */
    void add(DedupeKey key, Sending.First first, long until, long now) {
        Mark before = recent.remove(key);
        if (before != null) {
            prints.remove(before.first.id(), key);
        }
        recent.put(key, new Mark(first, Math.min(until, now + window)));
        if (key.kind() == DedupeKey.Kind.FINGERPRINT) {
            prints.put(first.id(), key);
        }
        forget(now);
    }

    /** Remembers a message that was acknowledged for the window from now on. */
    void release(Ulid id, long now) {
        DedupeKey key = new DedupeKey.MessageId(id);
        pinned.remove(key);
        add(key, Sending.First.known(id), now + window, now);
    }

    /** Does not remember the id of a message any more. */
    void remove(Ulid id) {
        DedupeKey key = new DedupeKey.MessageId(id);
        pinned.remove(key);
        recent.remove(key);
    }

    /** Does not remember a send any more. */
    void remove(List<DedupeKey> keys, Sending.First first) {
        for (DedupeKey key : keys) {
            Sending.First held = pinned.get(key);
            if (held != null && held.id().equals(first.id())) {
                pinned.remove(key);
            }
            Mark mark = recent.get(key);
            if (mark != null && mark.first.id().equals(first.id())) {
                recent.remove(key);
                prints.remove(first.id(), key);
            }
        }
    }

    /**
     * What has to be stored so that a message that is done is known after a restart.
     *
     * @param queue the number of the queue
     * @param now the time in queues
     * @param millis the same time since 1970
     */
    List<StoredMark> marks(int queue, Entry entry, long now, long millis) {
        if (dedupe == Dedupe.OFF && entry.terms.guarantee() != Guarantee.EXACTLY_ONCE) {
            return List.of();
        }
        Ulid id = entry.id();
        List<StoredMark> marks = new ArrayList<>(2);
        for (DedupeKey key : keys(entry.terms, id, prints.get(id))) {
            Mark mark = recent.get(key);
            if (mark != null && mark.first.id().equals(id) && mark.until > now) {
                marks.add(new StoredMark(queue, key, id, millis + mark.until - now));
            }
        }
        return marks;
    }

    int size() {
        return recent.size() + pinned.size();
    }

    private void forget(long now) {
        Iterator<Map.Entry<DedupeKey, Mark>> marks = recent.entrySet().iterator();
        while (marks.hasNext()) {
            Map.Entry<DedupeKey, Mark> oldest = marks.next();
            if (recent.size() <= MOST && oldest.getValue().until > now) {
                return;
            }
            marks.remove();
            prints.remove(oldest.getValue().first.id(), oldest.getKey());
        }
    }

    private record Mark(Sending.First first, long until) {}
}
