package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one subscriber, in order. It grows as far as its owner lets it.
 *
 * <p><b>Threads.</b> Guarded by its owner's lock.
 */
abstract sealed class Mailbox {

    /** A mailbox that keeps every message, or one for each value of a header. */
    static Mailbox of(@Nullable String coalesceBy) {
        return coalesceBy == null ? new Plain() : new Coalescing(coalesceBy);
    }

    /**
     * Adds a message.
     *
     * @return the message whose place it took, if it took one
     */
    abstract @Nullable UnifiedMessage add(UnifiedMessage message);

    /** Whether adding the message takes no room, because it takes another's place. */
    abstract boolean replaces(UnifiedMessage message);

    abstract @Nullable UnifiedMessage poll();

    abstract int size();

    /** The messages themselves, in order. */
    abstract Collection<UnifiedMessage> messages();

    private static final class Plain extends Mailbox {

        private final ArrayDeque<UnifiedMessage> messages = new ArrayDeque<>(4);

        @Override
        @Nullable UnifiedMessage add(UnifiedMessage message) {
            messages.addLast(message);
            return null;
        }

        @Override
        boolean replaces(UnifiedMessage message) {
            return false;
        }

        @Override
        @Nullable UnifiedMessage poll() {
            return messages.pollFirst();
        }

        @Override
        int size() {
            return messages.size();
        }

        @Override
        Collection<UnifiedMessage> messages() {
            return messages;
        }
    }

    private static final class Coalescing extends Mailbox {

        private final String header;
        private final Map<Object, UnifiedMessage> messages = new LinkedHashMap<>();

        Coalescing(String header) {
            this.header = header;
        }

        @Override
        @Nullable UnifiedMessage add(UnifiedMessage message) {
            String key = message.headers().values().get(header);
            return messages.put(key == null ? new Object() : key, message);
        }

        @Override
        boolean replaces(UnifiedMessage message) {
            String key = message.headers().values().get(header);
            return key != null && messages.containsKey(key);
        }

        @Override
        @Nullable UnifiedMessage poll() {
            Iterator<UnifiedMessage> first = messages.values().iterator();
            if (!first.hasNext()) {
                return null;
            }
            UnifiedMessage message = first.next();
            first.remove();
            return message;
        }

        @Override
        int size() {
            return messages.size();
        }

        @Override
        Collection<UnifiedMessage> messages() {
            return messages.values();
        }
    }
}
