package io.mpreg.engine.journal;

import io.mpreg.engine.queue.store.JournalStore;
import io.mpreg.engine.time.Platform;
import java.util.Random;

/** A journal on a simulated disk, for the tests of those who keep things in journals. */
public final class SimJournal {

    private static final int SEGMENT = 32 << 10;

    private final Platform platform;
    private SimDisk disk = new SimDisk();
    private Journal journal;

    public SimJournal(Platform platform) {
        this.platform = platform;
    }

    /** A store over the journal, whose work is done by those who drive it. */
    public JournalStore store() {
        return new JournalStore(this::open, platform);
    }

    private Journal open(Replay replay, Relocation relocation) {
        JournalSettings settings = JournalSettings.defaults().sizes(SEGMENT, 0).compaction(0.6, 3);
        journal = Journal.open(disk, settings, platform, replay, relocation);
        return journal;
    }

    /** Does the work of the journal's threads. */
    public void work() {
        while (journal.drive()) {
            continue;
        }
        journal.keep();
        while (journal.drive()) {
            continue;
        }
    }

    /** Stops the disk before the operation that many from now. */
    public void crashAfter(long operations) {
        disk.crashAt(disk.operations() + operations);
    }

    public boolean crashed() {
        return disk.crashed();
    }

    /** Leaves what survives a loss of power. */
    public void losePower(Random random) {
        disk = disk.afterPowerLoss(random);
    }

    /** Leaves what survives the end of the process. */
    public void kill() {
        disk = disk.afterKill();
    }

    /** How often the disk was read. */
    public long reads() {
        return disk.reads();
    }

    public JournalStatus status() {
        return journal.status();
    }
}
