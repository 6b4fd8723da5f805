package io.mpreg.engine.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumers that share the messages of a queue. A queue nobody has consumed from yet has one
 * without a name, which the first consumer gives it. Guarded by the queue's lock.
 */
final class Group {

    final int bit;
    final Line line;
    final List<LocalConsumer> consumers = new ArrayList<>(1);

    /** Those that could take something if there were something. */
    final ArrayDeque<LocalConsumer> idle = new ArrayDeque<>(1);

    @Nullable String name;

    /** Since when nobody is there, in the queue's time. */
    long emptySince;

    private int turn;

    Group(int bit, boolean byPriority, @Nullable String name, long now) {
        this.bit = bit;
        this.line = new Line(byPriority);
        this.name = name;
        this.emptySince = now;
    }

    /** One that waits for work, which it has now. */
    @Nullable LocalConsumer nextIdle() {
        LocalConsumer consumer = idle.pollFirst();
        if (consumer != null) {
            consumer.stance = LocalConsumer.Stance.BUSY;
        }
        return consumer;
    }

    /** The next in turn that has room for a message that cannot wait. */
    @Nullable LocalConsumer nextWithRoom() {
        for (int i = 0; i < consumers.size(); i++) {
            turn = (turn + 1) % consumers.size();
            LocalConsumer consumer = consumers.get(turn);
            if (consumer.hasRoomNow()) {
                return consumer;
            }
        }
        return null;
    }
}
