package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a chain of what a folder holds: looks at everything, clears what a crash left behind the
 * end, and presents what lives.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class Recovery {

    private static final Logger LOG = System.getLogger(Recovery.class.getName());
    private static final int ZEROS = 1 << 16;

    private final Disk disk;
    private final Segments files;
    private final List<Segment> opened = new ArrayList<>();

    Recovery(Disk disk, Segments files) {
        this.disk = disk;
        this.files = files;
    }

    /** What was recovered; presents the live records. */
    Recovered run(Replay replay, long begin) {
        boolean complete = false;
        try {
            files.clear();
            Survey survey = Survey.of(disk, opened);
            Recovered recovered = survey == null ? fresh() : recovered(survey, replay, begin);
            complete = true;
            return recovered;
        } catch (Damage e) {
            throw Problem.corrupt(e);
        } catch (IOException e) {
            throw Problem.failed(disk, "opening it", e);
        } finally {
            if (!complete) {
                closeAll();
            }
        }
    }

    private Recovered fresh() throws IOException {
        MpregStorageException full = files.shortage(0);
        Segment first = full == null ? files.create(1, 1, 0) : null;
        if (first == null) {
            throw full != null ? full : files.lastShortage();
        }
        return new Recovered(
                new Chain(List.of(first), List.of()),
                SegmentHeader.BYTES,
                1,
                new RecoveryReport(0, 0, 0, 0, 0, "", Duration.ZERO));
    }

    private Recovered recovered(Survey survey, Replay replay, long begin) throws IOException {
        String tornAt = clearTorn(survey);
        survey.head().file.force();
        for (Segment leftover : survey.leftovers()) {
            leftover.close();
            disk.delete(leftover.name());
            disk.forceNames();
        }
        files.journal(survey.head().header.journal());
        Chain chain = new Chain(survey.chain(), fitting(survey.spares()));
        long records = present(survey.chain(), replay);
        RecoveryReport report =
                new RecoveryReport(
                        chain.segments(),
                        records,
                        survey.bytes(),
                        survey.released(),
                        survey.tornBytes(),
                        tornAt,
                        Duration.ofNanos(files.nanos() - begin));
        return new Recovered(chain, survey.end(), survey.nextSequence(), report);
    }

    /** The prepared segments, or none if they were made for another size of segments. */
    private List<Segment> fitting(List<Segment> spares) throws IOException {
        if (spares.stream().allMatch(files::fits)) {
            return spares;
        }
        // From the last on, so that no number is missing in between at any time.
        for (int i = spares.size() - 1; i >= 0; i--) {
            files.delete(spares.get(i));
        }
        return List.of();
    }

    private String clearTorn(Survey survey) throws IOException {
        if (survey.tornBytes() == 0) {
            return "";
        }
        Segment head = survey.head();
        String tornAt = head.name() + " at " + survey.end();
        LOG.log(
                Logger.Level.WARNING,
                "MPREG-3002: the journal in {0} was not stopped cleanly: {1} bytes behind the last"
                        + " good record, in {2}, were never confirmed and are dropped",
                disk.name(),
                Long.toString(survey.tornBytes()),
                tornAt);
        // Sound records that are dropped must not be found again when the log has grown over them.
        for (Segment segment : survey.remnants()) {
            int from = segment == head ? survey.end() : SegmentHeader.BYTES;
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
            for (int at = from; at < segment.capacity; at += ZEROS) {
                zeros.clear().limit(Math.min(ZEROS, segment.capacity - at));
                segment.file.write(zeros, at);
            }
            segment.file.force();
        }
        return tornAt;
    }

    private static long present(List<Segment> chain, Replay replay) throws IOException {
        ByteBuffer buffer = SegmentReader.buffer(chain.get(0).capacity);
        long records = 0;
        for (Segment segment : chain) {
            if (segment.liveRecords() > 0) {
                SegmentReader reader = new SegmentReader(segment, buffer);
                while (reader.next()) {
                    if (reader.kind() == Format.DATA && segment.lives(reader.offset())) {
                        replay.record(reader.entry());
                        records++;
                    }
                }
                buffer = reader.reuse();
            }
        }
        return records;
    }

    private void closeAll() {
        for (Segment segment : opened) {
            try {
                segment.close();
            } catch (IOException e) {
                LOG.log(Logger.Level.WARNING, "cannot close " + segment.name(), e);
            }
        }
    }

    /**
     * A journal that can go on.
     *
     * @param end where the next record goes in the head
     */
    record Recovered(Chain chain, int end, long nextSequence, RecoveryReport report) {}
}
