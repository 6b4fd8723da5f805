package io.mpreg.engine.journal;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregStorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prepares segments, takes dead ones out, and moves the live records out of the oldest when too
 * little of the whole lives.
 *
 * <p>Segments leave only from the oldest on. A release is always in the same segment as what it
 * released or in a later one, so what it released is gone before it goes.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class Keeper {

    private static final Logger LOG = System.getLogger(Keeper.class.getName());
    private static final double FULL_SHARE = 0.8;

    /** With fewer segments there is nothing to gain by moving records. */
    private static final int LEAST = 3;

    /**
     * A segment of which no more lives than this part of it costs little to empty, and it keeps all
     * after it from leaving.
     */
    private static final int LIGHT_PART = 8;

    private final Disk disk;
    private final JournalSettings settings;
    private final Log log;
    private final Writer writer;
    private final Segments files;
    private final Compaction compaction;
    private volatile long recycled;

    Keeper(
            Disk disk,
            JournalSettings settings,
            Log log,
            Writer writer,
            Segments files,
            Relocation relocation) {
        this.disk = disk;
        this.settings = settings;
        this.log = log;
        this.writer = writer;
        this.files = files;
        this.compaction = new Compaction(log, writer, relocation);
    }

    long recycled() {
        return recycled;
    }

    long moved() {
        return compaction.moved();
    }

    /** Whether there is something to do; cheap. */
    boolean hasWork() {
        return !log.failed()
                && log.with(
                        chain ->
                                chain.spares() <= JournalSettings.RESERVE && !log.isFull()
                                        || droppable(chain) != null
                                        || compacts(chain));
    }

    /**
     * Does what there is to do.
     *
     * @return whether anything could be done
     */
    boolean pass() {
        boolean any = false;
        try {
            boolean again = !log.failed();
            while (again) {
                again = drop();
                again |= supply();
                again |= compact();
                any |= again;
            }
        } catch (IOException e) {
            MpregStorageException failure = log.fail(Problem.failed(disk, "keeping segments", e));
            LOG.log(Logger.Level.ERROR, failure.toString(), e);
        } catch (Damage e) {
            MpregStorageException failure = log.fail(Problem.corrupt(e));
            LOG.log(Logger.Level.ERROR, failure.toString(), e);
        } catch (RuntimeException e) {
            // A listener that did not take in a move would ask for what is no longer there.
            MpregStorageException failure =
                    log.fail(Problem.failed(disk, "moving records", new IOException(e)));
            LOG.log(Logger.Level.ERROR, failure.toString(), e);
        }
        return any;
    }

    /** Prepares segments up to one more than the reserve; false if none was made. */
    boolean supply() throws IOException {
        boolean any = false;
        while (log.with(Chain::spares) <= JournalSettings.RESERVE) {
            MpregStorageException why = files.shortage(log.with(Chain::bytes));
            Segment made =
                    why == null
                            ? files.create(
                                    log.with(Chain::nextNumber),
                                    log.with(chain -> chain.oldest().number()),
                                    writer.safe())
                            : null;
            if (made == null) {
                full(why == null ? files.lastShortage() : why);
                return any;
            }
            log.with(chain -> supplied(chain, made));
            log.supplied();
            any = true;
        }
        full(null);
        return any;
    }

    private void full(@Nullable MpregStorageException why) {
        boolean before = log.isFull();
        log.full(why);
        if (why != null && !before) {
            LOG.log(Logger.Level.WARNING, why.toString());
        } else if (why == null && before) {
            LOG.log(Logger.Level.INFO, "the journal in {0} has space again", disk.name());
        }
    }

    private static boolean supplied(Chain chain, Segment segment) {
        chain.supply(segment);
        return true;
    }

    /** Takes out the dead segments at the old end; false if there was none. */
    private boolean drop() throws IOException {
        List<Segment> dead = new ArrayList<>();
        for (Segment segment : log.with(this::deadOnes)) {
            if (!segment.retire()) {
                break;
            }
            dead.add(segment);
        }
        if (dead.isEmpty()) {
            return false;
        }
        long oldest = dead.get(dead.size() - 1).number() + 1;
        if (!trim(oldest)) {
            dead.forEach(Segment::restore);
            return false;
        }
        for (Segment segment : dead) {
            boolean reuse =
                    files.fits(segment) && log.with(Chain::spares) < settings.spareSegments();
            if (reuse) {
                long number = log.with(Chain::nextNumber);
                log.with(Chain::drop);
                Segment again = files.recycle(segment, number, oldest, writer.safe());
                log.with(chain -> supplied(chain, again));
                recycled++;
            } else {
                log.with(Chain::drop);
                files.delete(segment);
            }
            log.supplied();
        }
        return true;
    }

    private List<Segment> deadOnes(Chain chain) {
        List<Segment> dead = new ArrayList<>();
        for (Segment segment : chain.all()) {
            if (segment == chain.head()
                    || segment.number() >= writer.segment()
                    || segment.liveRecords() > 0) {
                break;
            }
            dead.add(segment);
        }
        return dead;
    }

    private @Nullable Segment droppable(Chain chain) {
        Segment oldest = chain.oldest();
        return oldest != chain.head()
                        && oldest.number() < writer.segment()
                        && oldest.liveRecords() == 0
                ? oldest
                : null;
    }

    /** Writes which segment is the oldest from now on; false if that is not possible now. */
    private boolean trim(long oldest) {
        Settled settled = new Settled();
        while (true) {
            try {
                log.add(new Parts.Trim(oldest), Kind.RELEASE, Level.DISK, settled, false);
                return settled.await(writer);
            } catch (MpregLimitException e) {
                if (!writer.round(true)) {
                    return false;
                }
            } catch (MpregException e) {
                return false;
            }
        }
    }

    private boolean compact() throws IOException, Damage {
        Segment oldest = log.with(chain -> compacts(chain) ? chain.oldest() : null);
        return oldest != null && compaction.run(disk, oldest);
    }

    private boolean compacts(Chain chain) {
        Segment oldest = chain.oldest();
        boolean full = log.isFull();
        boolean light = oldest.liveBytes() <= oldest.room() / LIGHT_PART;
        int from = light ? settings.compactFrom() / 2 : settings.compactFrom();
        if (settings.liveShare() == 0
                || oldest == chain.head()
                || oldest.number() >= writer.segment()
                || chain.segments() < (full ? LEAST : Math.max(LEAST, from))) {
            return false;
        }
        double most = full ? Math.max(FULL_SHARE, settings.liveShare()) : settings.liveShare();
        long used = chain.completeBytes();
        long live = chain.liveBytes() - chain.head().liveBytes();
        return (light || live < most * used)
                && used - live > oldest.room() * 3 / 2
                && compaction.worthwhile(chain.segments(), log.releases());
    }
}
