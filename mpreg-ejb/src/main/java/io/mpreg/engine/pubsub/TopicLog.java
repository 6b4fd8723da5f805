package io.mpreg.engine.pubsub;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of one topic.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class TopicLog {

    private final ArrayDeque<Kept> messages = new ArrayDeque<>(4);
    private boolean closed;

    /**
     * Adds a message.
     *
     * @return the change in bytes and messages; null if this log was taken out of use
     */
    synchronized @Nullable Change add(Kept kept, int maxMessages, long expired) {
        if (closed) {
            return null;
        }
        messages.addLast(kept);
        long bytes = kept.bytes;
        int count = 1;
        while (messages.size() > maxMessages || stale(expired)) {
            bytes -= messages.pollFirst().bytes;
            count--;
        }
        return new Change(bytes, count);
    }

    /** Lets go of what is too old, all but the newest message. */
    synchronized Change expire(long expired) {
        long bytes = 0;
        int count = 0;
        while (stale(expired)) {
            bytes -= messages.pollFirst().bytes;
            count--;
        }
        return new Change(bytes, count);
    }

    /**
     * Lets go of a message if it is the oldest here; the last one takes the log out of use.
     *
     * @return whether it was here
     */
    synchronized boolean evict(Kept kept) {
        if (messages.peekFirst() != kept) {
            return false;
        }
        messages.pollFirst();
        closed = messages.isEmpty();
        return true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void copyTo(List<Kept> sink) {
        sink.addAll(messages);
    }

    synchronized @Nullable Kept newest() {
        return messages.peekLast();
    }

    private boolean stale(long expired) {
        return messages.size() > 1 && messages.getFirst().message.timestamp() < expired;
    }

    /** By how much the log grew. */
    record Change(long bytes, int messages) {}
}
