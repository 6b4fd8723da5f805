package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** The oldest message, which leaves; null if there is none. */
    abstract @Nullable UnifiedMessage poll();

    /** Whether adding the message takes no room, because it takes another's place. */
    abstract boolean replaces(UnifiedMessage message);

    abstract int size();

    /** About how much memory the messages take. */
    abstract long bytes();

    /** A copy of what is here, in order. */
    abstract List<UnifiedMessage> messages();

    private static final class Plain extends Mailbox {

        private final MessageRing ring = new MessageRing();

        @Override
        @Nullable UnifiedMessage add(UnifiedMessage message) {
            ring.addLast(message);
            return null;
        }

        @Override
        @Nullable UnifiedMessage poll() {
            return ring.poll();
        }

        @Override
        boolean replaces(UnifiedMessage message) {
            return false;
        }

        @Override
        int size() {
            return ring.size();
        }

        @Override
        long bytes() {
            return ring.bytes();
        }

        @Override
        List<UnifiedMessage> messages() {
            return ring.messages();
        }
    }

    private static final class Coalescing extends Mailbox {

        private final String header;
        private final Map<Object, UnifiedMessage> messages = new LinkedHashMap<>();
        private long bytes;

        Coalescing(String header) {
            this.header = header;
        }

        @Override
        @Nullable UnifiedMessage add(UnifiedMessage message) {
            String key = message.headers().values().get(header);
            UnifiedMessage before = messages.put(key == null ? new Object() : key, message);
            bytes += Weight.of(message) - (before == null ? 0 : Weight.of(before));
            return before;
        }

        @Override
        @Nullable UnifiedMessage poll() {
            Iterator<UnifiedMessage> first = messages.values().iterator();
            if (!first.hasNext()) {
                return null;
            }
            UnifiedMessage message = first.next();
            first.remove();
            bytes -= Weight.of(message);
            return message;
        }

        @Override
        boolean replaces(UnifiedMessage message) {
            String key = message.headers().values().get(header);
            return key != null && messages.containsKey(key);
        }

        @Override
        int size() {
            return messages.size();
        }

        @Override
        long bytes() {
            return bytes;
        }

        @Override
        List<UnifiedMessage> messages() {
            return new ArrayList<>(messages.values());
        }
    }
}
