package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber: first what is replayed, then what came live.
 *
 * <p><b>Threads.</b> Guarded by the lock of its subscriber.
 */
final class Stock {

    private final PubSubSettings settings;
    private @Nullable Custody custody;
    private @Nullable String coalesceBy;

    // There while there is something in it, and a while longer.
    private @Nullable MessageRing replay;
    private @Nullable Mailbox mailbox;

    Stock(PubSubSettings settings, Terms terms, @Nullable Custody custody) {
        this.settings = settings;
        this.custody = custody;
        this.coalesceBy = terms.coalesceBy();
    }

    int size() {
        return replayed() + live();
    }

    boolean isEmpty() {
        return live() == 0 && replayed() == 0;
    }

    /** Whether nothing waits, and nobody needs to see what comes before it is delivered. */
    boolean isIdle() {
        return isEmpty() && custody == null && coalesceBy == null;
    }

    /** How many messages come before the live ones. */
    int replayed() {
        return replay == null ? 0 : replay.size();
    }

    private int live() {
        return mailbox == null ? 0 : mailbox.size();
    }

    private MessageRing replay() {
        if (replay == null) {
            replay = new MessageRing();
        }
        return replay;
    }

    private Mailbox mailbox() {
        if (mailbox == null) {
            mailbox = Mailbox.of(coalesceBy);
        }
        return mailbox;
    }

    /** Whether so much was taken out that publishers that wait for room should go on. */
    boolean isHalfEmpty() {
        return live() <= settings.buffer() / 2;
    }

    /**
     * Whether a message may come in.
     *
     * @param away whether nobody listens
     */
    boolean hasRoom(UnifiedMessage message, boolean away) {
        if (away) {
            int all = size();
            return all == 0
                    || all < settings.durableMessages() && bytes() < settings.durableBytes();
        }
        if (mailbox == null) {
            return true;
        }
        int size = mailbox.size();
        return size < settings.buffer() && (size == 0 || mailbox.bytes() < settings.bufferBytes())
                || mailbox.replaces(message);
    }

    private long bytes() {
        return (replay == null ? 0 : replay.bytes()) + (mailbox == null ? 0 : mailbox.bytes());
    }

    /** Adds a message; returns the one whose place it took, if it took one. */
    @Nullable UnifiedMessage add(UnifiedMessage message) {
        keep(message);
        UnifiedMessage before = mailbox().add(message);
        if (before != null) {
            release(before);
        }
        return before;
    }

    /**
     * Adds a message and takes out the oldest ones in its stead.
     *
     * @return what {@link Losses#add} says of those
     */
    boolean squeeze(UnifiedMessage message, boolean away, Losses losses) {
        boolean ask = false;
        while (!hasRoom(message, away)) {
            UnifiedMessage next = away && replayed() > 0 ? replay().poll() : mailbox().poll();
            if (next == null) {
                break;
            }
            release(next);
            ask |= losses.add(next, DropReason.OLDEST);
        }
        add(message);
        return ask;
    }

    /** Puts what was published before, as far as it is wanted, before what came live. */
    void join(List<Kept> past, Terms terms) {
        for (Kept kept : past) {
            if (terms.want(kept.message)) {
                keep(kept.message);
                replay().addLast(kept.message);
            }
        }
    }

    /** Puts what was kept before the node stopped before what came live. */
    void restore(List<UnifiedMessage> kept) {
        kept.forEach(replay()::addLast);
    }

    boolean isKept() {
        return custody != null;
    }

    /** Has what waits kept by somebody else. */
    void entrust(@Nullable Custody other) {
        custody = other;
        if (other != null) {
            replay().messages().forEach(other::keep);
            mailbox().messages().forEach(other::keep);
        }
    }

    /** Goes on under other terms; all that waits counts as replayed. */
    void readdress(Terms terms) {
        List<UnifiedMessage> waiting = drain();
        coalesceBy = terms.coalesceBy();
        for (UnifiedMessage message : waiting) {
            if (terms.patterns().matches(message.topic()) && terms.want(message)) {
                replay().addLast(message);
            } else {
                release(message);
            }
        }
    }

    /** Takes everything out. */
    List<UnifiedMessage> drain() {
        List<UnifiedMessage> waiting = replay().messages();
        waiting.addAll(mailbox().messages());
        replay = null;
        mailbox = null;
        return waiting;
    }

    void fill(Batch batch, long most) {
        batch.fill(replay(), mailbox(), most);
    }

    /** Notes that what a batch delivered is done with. */
    void delivered(Batch batch) {
        for (int i = 0; custody != null && i < batch.delivered(); i++) {
            custody.release(batch.get(i));
        }
    }

    void putBack(Batch batch) {
        batch.putBack(replay());
    }

    /** Gives back memory that is not needed at present. */
    void trim() {
        if (live() == 0) {
            mailbox = null;
        }
        if (replayed() == 0) {
            replay = null;
        }
    }

    private void release(UnifiedMessage message) {
        if (custody != null) {
            custody.release(message);
        }
    }

    private void keep(UnifiedMessage message) {
        if (custody != null) {
            custody.keep(message);
        }
    }
}
