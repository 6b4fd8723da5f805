package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a consumer is about to deliver, and what is not at hand, from the store in one go: the
 * messages of one batch mostly lie one behind the other there. What it holds is bounded for all
 * consumers of a node together ({@link Hub#ahead}); what finds no room is read when it is its turn.
 *
 * <p><b>Threads.</b> For one consumer's thread, without locks.
 */
final class ReadAhead {

    private static final Logger LOG = System.getLogger(ReadAhead.class.getName());

    private final Hub hub;
    private final @Nullable LocalDelivery[] wanting;
    private final long[] refs;
    private final @Nullable Content[] contents;
    private long held;

    /**
     * @param most how many deliveries there are at a time
     */
    ReadAhead(Hub hub, int most) {
        this.hub = hub;
        this.wanting = new @Nullable LocalDelivery[most];
        this.refs = new long[most];
        this.contents = new @Nullable Content[most];
    }

    /** Reads what some deliveries carry that are about to be made. */
    void read(LocalDelivery[] deliveries, int count) {
        int wanted = 0;
        for (int i = 0; i < count; i++) {
            LocalDelivery delivery = deliveries[i];
            if (!delivery.isLoaded() && hub.ahead.take(delivery.entry().size)) {
                held += delivery.entry().size;
                refs[wanted] = delivery.entry().ref;
                wanting[wanted++] = delivery;
            }
        }
        if (wanted > 1) {
            read(wanted);
        }
    }

    private void read(int wanted) {
        try {
            hub.store.readTogether(refs, wanted, contents);
            for (int i = 0; i < wanted; i++) {
                Content content = contents[i];
                if (content != null) {
                    Objects.requireNonNull(wanting[i]).loaded(content);
                }
            }
        } catch (MpregException e) {
            // Each is read alone then, which tells what there is to it.
            LOG.log(Level.DEBUG, "messages are read one by one", e);
        } finally {
            Arrays.fill(contents, null);
            Arrays.fill(wanting, null);
        }
    }

    /** The deliveries are made. */
    void done() {
        hub.ahead.give(held);
        held = 0;
    }
}
