package io.mpreg.engine.journal;

/**
 * A journal at one moment.
 *
 * @param state what it can do
 * @param reason why it is not {@link JournalState#OK}: what, where, what to do; else empty
 * @param segments segments with records
 * @param spareSegments prepared segments without records
 * @param bytes bytes on disk of all segments
 * @param liveBytes bytes of records that are not released
 * @param liveRecords records that are not released
 * @param pendingBytes bytes that wait to be written
 * @param pendingRecords records that are not confirmed or failed yet
 * @param appended records taken since the opening
 * @param releases positions released since the opening
 * @param forces forces of the log since the opening
 * @param waits appends that had to wait for room
 * @param refused appends refused for a limit or for want of space
 * @param moved records that compaction moved
 * @param recycled segments used again
 * @param recovery what the opening found
 */
public record JournalStatus(
        JournalState state,
        String reason,
        int segments,
        int spareSegments,
        long bytes,
        long liveBytes,
        long liveRecords,
        long pendingBytes,
        long pendingRecords,
        long appended,
        long releases,
        long forces,
        long waits,
        long refused,
        long moved,
        long recycled,
        RecoveryReport recovery) {}
