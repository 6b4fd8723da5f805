package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What waited for a member of a group that left, on its way to those that are still there. Who has
 * room gets it at once. If nobody has, the policy of the one whose turn it is decides; for a member
 * that makes publishers wait the rest waits here, as long as somebody takes something within the
 * time that a publisher would wait.
 *
 * <p>It holds no thread while it waits.
 *
 * <p><b>Threads.</b> Run by one thread at a time.
 */
final class Legacy implements Runnable {

    private static final Logger LOG = System.getLogger(Legacy.class.getName());

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Hub hub;
    private final String group;
    private final ArrayDeque<UnifiedMessage> left;
    private long end;
    private long bytes;
    private long counted;

    Legacy(Hub hub, String group, List<UnifiedMessage> left) {
        this.hub = hub;
        this.group = group;
        this.left = new ArrayDeque<>(left);
        this.end = patience();
        left.forEach(message -> bytes += Weight.of(message));
    }

    @Override
    public void run() {
        int before = left.size();
        hand(hub.platform.clock().nanos() - end >= 0);
        if (left.size() < before) {
            end = patience();
        }
        if (!mayWait()) {
            hand(true);
        }
        if (left.isEmpty()) {
            hub.groups.waiting().addAndGet(-counted);
        } else {
            hub.platform.timers().schedule(LOOK_EVERY, this::goOn);
        }
    }

    private void hand(boolean insist) {
        while (!left.isEmpty() && give(left.getFirst(), insist)) {
            bytes -= Weight.of(left.removeFirst());
        }
    }

    /* All of a node that wait may take what one mailbox may, or one of them alone. */
    private boolean mayWait() {
        long all = hub.groups.waiting().addAndGet(bytes - counted);
        counted = bytes;
        return all <= hub.settings.bufferBytes() || all == bytes;
    }

    private long patience() {
        return hub.platform.clock().nanos() + hub.settings.blockTime().toNanos();
    }

    /* Whether it need not wait any more. */
    private boolean give(UnifiedMessage message, boolean insist) {
        Group to = hub.groups.group(group);
        if (to == null) {
            Group.nobodyTook(hub, group, message);
            return true;
        }
        Offered offered = to.give(message, insist);
        if (offered == Offered.ENDED) {
            Group.nobodyTook(hub, group, message);
        }
        return offered != Offered.FULL;
    }

    private void goOn() {
        try {
            hub.platform.workers().execute(this);
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.DEBUG, "no thread to hand messages on", e);
            hub.platform.timers().schedule(LOOK_EVERY, this::goOn);
        }
    }
}
