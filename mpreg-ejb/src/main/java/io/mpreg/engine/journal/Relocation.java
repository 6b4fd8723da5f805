package io.mpreg.engine.journal;

/**
 * Learns that compaction moved records.
 *
 * <p><b>Threads.</b> Called by the journal's keeper, which holds no lock. From the time that the
 * call returns the new position should be used. The old one is still understood for reading and
 * releasing until 262 144 further records were moved, so that a caller who looked it up before does
 * no harm. What it throws fails the journal.
 */
@FunctionalInterface
public interface Relocation {

    /** For those who keep no positions. */
    Relocation NONE = (from, to) -> {};

    /** The record is on stable storage at another position now, with its sequence as before. */
    void moved(long from, long to);
}
