package io.mpreg.engine.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a thread sends while it handles a frame, so that what belongs together leaves
 * together: a frame of many requests is answered by few frames, not by as many as it has requests.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; each has its own.
 */
public final class Cork {

    private final ThreadLocal<List<Outbox>> held = new ThreadLocal<>();

    /**
     * Runs something; what it sends on this thread leaves when it is done, or, if it is a part of
     * something that runs like this, with that.
     */
    public void during(Runnable action) {
        if (held.get() != null) {
            action.run();
            return;
        }
        List<Outbox> mine = new ArrayList<>(4);
        held.set(mine);
        try {
            action.run();
        } finally {
            held.remove();
            for (int i = 0; i < mine.size(); i++) {
                mine.get(i).flush();
            }
        }
    }

    /**
     * Takes a message for an outbox, which sends it now or when what this thread does is done.
     *
     * @return false if there is no room for it; nothing is taken then
     */
    public boolean offer(Outbox outbox, Outgoing message, boolean first) {
        List<Outbox> mine = held.get();
        if (mine == null) {
            return outbox.offer(message, first);
        }
        boolean taken = outbox.hold(message, first);
        note(mine, outbox);
        return taken;
    }

    /** Lets an outbox send what waits, now or when what this thread does is done. */
    public void flush(Outbox outbox) {
        List<Outbox> mine = held.get();
        if (mine == null) {
            outbox.flush();
        } else {
            note(mine, outbox);
        }
    }

    /** Lets everything leave now that this thread has kept. */
    public void release() {
        List<Outbox> mine = held.get();
        if (mine != null) {
            mine.forEach(Outbox::flush);
            mine.clear();
        }
    }

    /** Whether this thread gathers what it sends. */
    public boolean isIn() {
        return held.get() != null;
    }

    private static void note(List<Outbox> held, Outbox outbox) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i) == outbox) {
                return;
            }
        }
        held.add(outbox);
    }
}
