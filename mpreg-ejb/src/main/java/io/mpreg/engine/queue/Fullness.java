package io.mpreg.engine.queue;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.spi.RefusedStage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a full queue refuses messages, and when it asks to come again: when its consumers have made
 * room for a good part of it, by the pace of the last seconds. The refusal is made anew now and
 * then, not for each message, since many are refused where it matters: all of that time share one
 * outcome.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Fullness {

    /** The share of its capacity that is to be free before the refused come again. */
    private static final double PART = 0.25;

    private static final long SHORTEST_MS = 5;
    private static final long LONGEST_MS = 1_000;

    /** How long a refusal is as good as a new one. */
    private static final long FRESH_MS = 100;

    /** With refusals as close as this the time is not looked at for each. */
    private static final long DENSE_MS = 1;

    private static final int UNTIMED = 32;

    private final LiveQueue queue;
    private final Ledger ledger;
    private volatile @Nullable Said messages;
    private volatile @Nullable Said bytes;
    private volatile long looked;

    /* How many may still do without the time. Not exact among threads, which does not matter. */
    private int untimed;

    Fullness(LiveQueue queue, Ledger ledger) {
        this.queue = queue;
        this.ledger = ledger;
    }

    /** It holds as many messages as it may: what the sender gets. */
    RefusedStage<SendReceipt> ofMessages() {
        Said said = messages;
        int left = untimed;
        if (said != null && left > 0) {
            untimed = left - 1;
            return said.outcome;
        }
        long now = queue.hub().now();
        untimed = now - looked <= DENSE_MS ? UNTIMED : 0;
        looked = now;
        if (said == null || said.isOld(now)) {
            said = new Said(refusal("messages", ledger.messages.most()), now);
            messages = said;
        }
        return said.outcome;
    }

    /** Messages were taken: what is said of it may be different now. */
    void changed() {
        untimed = 0;
    }

    /** It holds as many bytes as it may. */
    RefusedStage<SendReceipt> ofBytes() {
        long now = queue.hub().now();
        Said said = bytes;
        if (said == null || said.isOld(now)) {
            said = new Said(refusal("bytes", ledger.bytes.most()), now);
            bytes = said;
        }
        return said.outcome;
    }

    private MpregLimitException refusal(String what, long limit) {
        return MpregLimitException.refusal(
                "queue '" + queue.name() + "' is at its capacity of " + limit + " " + what,
                Map.of("queue", queue.name(), "limit", limit, "retryAfterMs", retryAfterMs()));
    }

    private long retryAfterMs() {
        double leaving = ledger.messages.taken() * PART;
        double seconds = leaving / queue.rate().perSecond();
        return (long) Math.max(SHORTEST_MS, Math.min(LONGEST_MS, seconds * 1_000));
    }

    /**
     * What was said of it at some time.
     *
     * @param at when, by the time in queues
     */
    private record Said(RefusedStage<SendReceipt> outcome, long at) {

        Said(MpregLimitException refusal, long at) {
            this(new RefusedStage<>(refusal), at);
        }

        boolean isOld(long now) {
            return now - at >= FRESH_MS;
        }
    }
}
