package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber: first what is replayed, then what came live.
 *
 * <p><b>Threads.</b> Guarded by the lock of its subscriber.
 */
final class Stock {

    private final PubSubSettings settings;
    private @Nullable Custody custody;
    private final MessageRing replay = new MessageRing();
    private Mailbox mailbox;
    private @Nullable Seam seam;

    Stock(PubSubSettings settings, Terms terms, @Nullable Custody custody) {
        this.settings = settings;
        this.custody = custody;
        this.mailbox = Mailbox.of(terms.coalesceBy());
    }

    int size() {
        return replay.size() + mailbox.size();
    }

    boolean isEmpty() {
        return mailbox.size() == 0 && replay.size() == 0;
    }

    /** How many messages come before the live ones. */
    int replayed() {
        return replay.size();
    }

    /** Whether so much was taken out that publishers that wait for room should go on. */
    boolean isHalfEmpty() {
        return mailbox.size() <= settings.buffer() / 2;
    }

    /** Whether a message that comes live is here already. */
    boolean covers(UnifiedMessage message) {
        if (seam == null) {
            return false;
        }
        boolean covered = seam.covers(message);
        if (!covered && seam.isOver()) {
            seam = null;
        }
        return covered;
    }

    /**
     * Whether a message may come in.
     *
     * @param away whether nobody listens
     */
    boolean hasRoom(UnifiedMessage message, boolean away) {
        int size = mailbox.size();
        if (away) {
            size += replay.size();
            return size == 0
                    || size < settings.durableMessages()
                            && mailbox.bytes() + replay.bytes() < settings.durableBytes();
        }
        return size < settings.buffer() && (size == 0 || mailbox.bytes() < settings.bufferBytes())
                || mailbox.replaces(message);
    }

    /** Adds a message; returns the one whose place it took, if it took one. */
    @Nullable UnifiedMessage add(UnifiedMessage message) {
        keep(message);
        return mailbox.add(message);
    }

    /** Adds a message and takes out the oldest ones in its stead. */
    List<UnifiedMessage> squeeze(UnifiedMessage message, boolean away) {
        List<UnifiedMessage> gone = new ArrayList<>(1);
        while (!hasRoom(message, away)) {
            UnifiedMessage next = away && replay.size() > 0 ? replay.poll() : mailbox.poll();
            if (next == null) {
                break;
            }
            gone.add(next);
        }
        add(message);
        return gone;
    }

    /*
     * What came live already stays where it is. What was dispatched without coming here was routed
     * before this subscription was filed, so it is older than all its publisher sent since. What is
     * still being dispatched is the last that its publisher sent; should it come, the seam knows.
     */
    /** Puts what was kept before what came live. */
    void join(List<Kept> kept, Terms terms) {
        if (kept.isEmpty()) {
            return;
        }
        Set<UnifiedMessage> live = Collections.newSetFromMap(new IdentityHashMap<>());
        live.addAll(mailbox.messages());
        List<Kept> underWay = new ArrayList<>();
        for (Kept entry : kept) {
            if (!live.contains(entry.message) && terms.want(entry.message)) {
                if (entry.isDispatched()) {
                    keep(entry.message);
                    replay.addLast(entry.message);
                } else {
                    underWay.add(entry);
                }
            }
        }
        underWay.forEach(entry -> add(entry.message));
        seam = new Seam(underWay);
    }

    /** Puts what was kept before the node stopped before what came live. */
    void restore(List<UnifiedMessage> kept) {
        kept.forEach(replay::addLast);
    }

    boolean isKept() {
        return custody != null;
    }

    /** Has what waits kept by somebody else. */
    void entrust(@Nullable Custody other) {
        custody = other;
        if (other != null) {
            replay.messages().forEach(other::keep);
            mailbox.messages().forEach(other::keep);
        }
    }

    /** Goes on under other terms; all that waits counts as replayed. */
    void readdress(Terms terms) {
        List<UnifiedMessage> waiting = drain();
        mailbox = Mailbox.of(terms.coalesceBy());
        for (UnifiedMessage message : waiting) {
            if (terms.patterns().matches(message.topic()) && terms.want(message)) {
                replay.addLast(message);
            } else {
                release(message);
            }
        }
    }

    /** Takes everything out. */
    List<UnifiedMessage> drain() {
        List<UnifiedMessage> waiting = replay.messages();
        waiting.addAll(mailbox.messages());
        replay.clear();
        mailbox.clear();
        return waiting;
    }

    void fill(Batch batch, long most) {
        batch.fill(replay, mailbox, most);
    }

    /** Notes that what a batch delivered is done with. */
    void delivered(Batch batch) {
        for (int i = 0; custody != null && i < batch.delivered(); i++) {
            custody.release(batch.get(i));
        }
    }

    void putBack(Batch batch) {
        batch.putBack(replay);
    }

    /** Gives back memory that is not needed at present. */
    void trim() {
        mailbox.trim();
        replay.trim();
    }

    /** Notes that a message was dropped. */
    void release(UnifiedMessage message) {
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
