package io.mpreg.engine.queue;

import java.util.List;

/**
 * The ways in which copies leave a {@link Stock}: acknowledged, expired, removed, or dead. Guarded
 * by the queue's lock.
 */
final class Exits {

    private final Stock stock;
    private final int number;

    /**
     * @param number the queue's
     */
    Exits(Stock stock, int number) {
        this.stock = stock;
        this.number = number;
    }

    /** A copy for a group was acknowledged. */
    void acknowledged(Entry entry, Aftermath after) {
        entry.place = Entry.Place.GONE;
        leaveLine(entry, false, after);
        stock.ledger.leave(entry, true);
        finish(entry, true, after);
    }

    /** Nobody has consumed for a group for long: what it has not had becomes dead letters. */
    void giveUp(Group group, Aftermath after) {
        List<Entry> copies = group.line.all();
        stock.agenda.allDelayed().stream().filter(e -> e.group == group.bit).forEach(copies::add);
        String reason = "nobody consumed for group '" + group.name + "' for ";
        for (Entry copy : copies) {
            unplace(copy, after);
            Burial burial =
                    new Burial(
                            reason + stock.hub.settings.groupTime(),
                            copy.failed,
                            "",
                            stock.hub.millis());
            bury(copy, false, burial, after);
        }
        stock.groups.remove(group);
        after.changed = true;
    }

    /** Makes a dead letter of a copy, which waits nowhere. */
    void bury(Entry entry, boolean inFlight, Burial burial, Aftermath after) {
        if (entry instanceof Entry.Directed copy) {
            stock.directing.failed(copy, burial, after);
            return;
        }
        leaveLine(entry, false, after);
        stock.ledger.uncache(entry);
        if (!stock.settings.deadLetter()) {
            stock.counts.dropped++;
            entry.place = Entry.Place.GONE;
            stock.ledger.leave(entry, inFlight);
            finish(entry, false, after);
            return;
        }
        stock.counts.deadLettered++;
        stock.ledger.leave(entry, inFlight);
        if (entry.share == null || entry.share.active == 0) {
            stock.ledger.ended(entry, false);
        }
        after.bury(entry, burial);
        remember(entry, burial, after);
    }

    /** Files a copy under the dead letters. */
    void remember(Entry entry, Burial burial, Aftermath after) {
        entry.place = Entry.Place.DEAD;
        stock.ledger.uncache(entry);
        stock.ledger.stale(entry);
        if (entry.share != null) {
            entry.share.dead++;
        }
        DeadLetters.Dead pushedOut = stock.dead.add(entry, burial);
        if (pushedOut != null) {
            stock.counts.dropped++;
            forget(pushedOut.entry(), after);
        }
    }

    /** Lets go of a dead letter that is filed no more. */
    void forget(Entry entry, Aftermath after) {
        entry.place = Entry.Place.GONE;
        if (entry.share != null) {
            entry.share.dead--;
        }
        done(entry, after);
    }

    /** The time of a copy is up. */
    void expire(Entry entry, boolean placed, Aftermath after) {
        stock.counts.expired++;
        if (placed) {
            unplace(entry, after);
        } else {
            entry.place = Entry.Place.GONE;
            leaveLine(entry, false, after);
        }
        dismiss(entry, after);
    }

    /** Lets go of a copy that waits, wherever it does. */
    void remove(Entry entry, Aftermath after) {
        unplace(entry, after);
        dismiss(entry, after);
    }

    /* A waiting copy that is unplaced already. */
    private void dismiss(Entry entry, Aftermath after) {
        if (entry.terms.isDirected()) {
            stock.directing.dismissed(entry, after);
        } else {
            stock.ledger.leave(entry, false);
            finish(entry, false, after);
        }
    }

    void unplace(Entry entry, Aftermath after) {
        Entry.Place place = entry.place;
        entry.place = Entry.Place.GONE;
        switch (place) {
            case WAITING -> leaveLine(entry, true, after);
            case DELAYED -> {
                stock.agenda.left();
                if (entry.failed > 0) {
                    leaveLine(entry, false, after);
                }
            }
            case HOMELESS -> stock.homeless.remove(entry);
            case AWAY -> stock.absent.remove((Entry.Awaited) entry);
            default -> throw new IllegalStateException("a copy does not wait but is " + place);
        }
    }

    private void leaveLine(Entry entry, boolean waited, Aftermath after) {
        if (entry instanceof Entry.Directed copy) {
            copy.target.line.leave(copy, waited);
        } else if (entry.group >= 0) {
            Group group = stock.groups.at(entry.group);
            group.line.leave(entry, waited);
            if (entry.terms.orderingKey().isPresent() && group.line.deliverable() > 0) {
                stock.wakeOne(group, after);
            }
        }
    }

    /* A copy of a group has left. */
    private void finish(Entry entry, boolean acknowledged, Aftermath after) {
        stock.ledger.uncache(entry);
        stock.ledger.stale(entry);
        Share share = entry.share;
        if (share == null || share.active == 0) {
            stock.ledger.ended(entry, acknowledged);
        }
        done(entry, after);
    }

    private void done(Entry entry, Aftermath after) {
        Share share = entry.share;
        if (share == null || share.active == 0 && share.dead == 0) {
            over(entry, after);
        } else {
            after.finish(entry.ref, entry.group);
        }
    }

    /** Everyone is done with a message. */
    void over(Entry entry, Aftermath after) {
        after.finish(
                entry.ref, stock.seen.marks(number, entry, stock.hub.now(), stock.hub.millis()));
    }
}
