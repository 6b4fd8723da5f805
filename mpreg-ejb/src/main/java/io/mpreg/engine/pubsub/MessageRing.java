package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages in order, in a ring that grows.
 *
 * <p><b>Threads.</b> Guarded by its owner's lock.
 */
final class MessageRing {

    private static final @Nullable UnifiedMessage[] EMPTY = new UnifiedMessage[0];
    private static final int LEAST = 8;

    // The size is a power of two, so that an index wraps by masking.
    private @Nullable UnifiedMessage[] ring = EMPTY;
    private int head;
    private int size;
    private long bytes;

    void addLast(UnifiedMessage message) {
        room();
        ring[head + size & ring.length - 1] = message;
        size++;
        bytes += Weight.of(message);
    }

    void addFirst(UnifiedMessage message) {
        room();
        head = head - 1 & ring.length - 1;
        ring[head] = message;
        size++;
        bytes += Weight.of(message);
    }

    /** The oldest message, which leaves; null if there is none. */
    @Nullable UnifiedMessage poll() {
        if (size == 0) {
            return null;
        }
        UnifiedMessage message = ring[head];
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        size--;
        bytes -= message == null ? 0 : Weight.of(message);
        return message;
    }

    int size() {
        return size;
    }

    /** About how much memory the messages take. */
    long bytes() {
        return bytes;
    }

    /** A copy of what is here, in order. */
    List<UnifiedMessage> messages() {
        List<UnifiedMessage> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            UnifiedMessage message = ring[head + i & ring.length - 1];
            if (message != null) {
                all.add(message);
            }
        }
        return all;
    }

    private void room() {
        if (size < ring.length) {
            return;
        }
        @Nullable UnifiedMessage[] larger = new UnifiedMessage[Math.max(LEAST, 2 * ring.length)];
        int first = ring.length - head;
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, head);
        ring = larger;
        head = 0;
    }
}
