package io.mpreg.engine.journal;

/**
 * Takes in the records that a journal holds when it is opened.
 *
 * <p>Each record that was confirmed and not released is presented exactly once. Records that were
 * appended or released without being confirmed before a crash may be presented or not. They come in
 * the order of their positions. That is the order of their appends ({@link Entry#sequence}) but for
 * records that compaction moved: these come later than their sequence says. Who needs the order of
 * appends sorts by sequence.
 *
 * <p><b>Threads.</b> Called by the thread that opens the journal.
 */
@FunctionalInterface
public interface Replay {

    /**
     * Takes one record in.
     *
     * @param entry the record; its buffers are read-only and borrowed, they change after the call
     */
    void record(Entry entry);
}
