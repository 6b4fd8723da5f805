package io.mpreg.engine.journal;

/**
 * What a log counts since its opening.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock.
 */
final class Tally {

    /** Records taken. */
    long appended;

    /** Positions released. */
    long releases;

    /** Appends that had to wait for room. */
    long waits;

    /** Appends refused. */
    long refused;

    /** Bytes that wait to be written. */
    long pendingBytes;

    /** Records that are not confirmed or failed yet. */
    long pendingRecords;

    /**
     * The journal at this moment.
     *
     * @param reason why it is not well; else empty
     * @param others what others count
     */
    JournalStatus status(JournalState state, String reason, Chain chain, Others others) {
        return new JournalStatus(
                state,
                reason,
                chain.segments(),
                chain.spares(),
                chain.bytes(),
                chain.liveBytes(),
                chain.liveRecords(),
                pendingBytes,
                pendingRecords,
                appended,
                releases,
                others.forces,
                waits,
                refused,
                others.moved,
                others.recycled,
                others.recovery);
    }

    /**
     * What the other parts of a journal count.
     *
     * @param forces forces of the log
     * @param moved records that compaction moved
     * @param recycled segments used again
     * @param recovery what the opening found
     */
    record Others(long forces, long moved, long recycled, RecoveryReport recovery) {}
}
