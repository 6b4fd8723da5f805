package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to a listener, from its mailbox or, while nothing waits there, straight
 * from their publisher.
 *
 * <p><b>Threads.</b> Belongs to the thread that delivers.
 */
public final class Batch {

    /** How many messages leave the mailbox at once. */
    private static final int MOST = 256;

    private static final int FEW = 16;

    private static final UnifiedMessage[] NONE = new UnifiedMessage[0];

    private @Nullable UnifiedMessage[] messages = NONE;
    private int count;
    private int replayed;
    private int delivered;

    Batch() {}

    /** Takes what waits, up to a number: first what is replayed. */
    void fill(MessageRing replay, Mailbox mailbox, long most) {
        int waiting = replay.size() + mailbox.size();
        int room = (int) Math.min(most, Math.min(waiting, MOST));
        if (room > messages.length) {
            messages = new UnifiedMessage[room <= FEW ? FEW : MOST];
        }
        begin();
        while (count < room && replay.size() > 0) {
            messages[count++] = replay.poll();
        }
        replayed = count;
        while (count < room) {
            messages[count++] = mailbox.poll();
        }
    }

    /** Begins with no message. */
    void begin() {
        count = 0;
        replayed = 0;
        delivered = 0;
    }

    /** Takes a message that was just published; false if it has no room. */
    boolean add(UnifiedMessage message) {
        if (count == messages.length) {
            if (count == MOST) {
                return false;
            }
            messages = Arrays.copyOf(messages, count < FEW ? FEW : Math.min(MOST, 4 * count));
        }
        messages[count++] = message;
        return true;
    }

    /** How many messages there are. */
    public int count() {
        return count;
    }

    /**
     * A message.
     *
     * @param index from 0 to the count, exclusive
     */
    public UnifiedMessage get(int index) {
        return Objects.requireNonNull(messages[index]);
    }

    /** Whether a message was published before its subscription began. */
    public boolean isReplayed(int index) {
        return index < replayed;
    }

    /** Notes how many of them were delivered. */
    void delivered(int number) {
        delivered = number;
    }

    /** How many of them were delivered. */
    int delivered() {
        return delivered;
    }

    /** What was not delivered. */
    List<UnifiedMessage> rest() {
        List<UnifiedMessage> left = new ArrayList<>(count - delivered);
        for (int i = delivered; i < count; i++) {
            left.add(get(i));
        }
        return left;
    }

    /** Puts back what was not delivered. */
    void putBack(MessageRing replay) {
        for (int i = count - 1; i >= delivered; i--) {
            replay.addFirst(get(i));
        }
    }

    void clear() {
        Arrays.fill(messages, 0, count, null);
        begin();
    }
}
