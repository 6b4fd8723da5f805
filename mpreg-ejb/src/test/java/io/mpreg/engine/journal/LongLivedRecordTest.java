package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a record that stays does to a journal through which others only pass. */
@ExtendWith(Quiet.class)
class LongLivedRecordTest {

    private static final int SEGMENT = 16 << 10;
    private static final int BODY = 1_000;

    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private JournalSettings settings = JournalSettings.defaults().sizes(SEGMENT, 0);
    private final List<Long> shown = new ArrayList<>();
    private SimDisk disk = new SimDisk();
    private Journal journal = open();

    @Test
    void doesNotKeepSegmentsFromBeingUsedAgain() {
        append(0);
        int most = 0;
        for (int i = 1; i <= 2_000; i++) {
            release(append(i));
            work();
            most = Math.max(most, disk.list().size());
        }
        long made = disk.trace().stream().filter(step -> step.startsWith("allocate")).count();

        assertThat(most).isLessThanOrEqualTo(11);
        assertThat(made).isLessThanOrEqualTo(11);
        assertThat(journal.status().recycled()).isGreaterThan(50);
    }

    @Test
    void doesNotLetADeepJournalGrow() {
        append(0);
        List<Long> deep = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            deep.add(append(i));
            work();
        }
        int full = 0;
        for (int i = 501; i <= 3_000; i++) {
            deep.add(append(i));
            release(deep.remove(0));
            work();
            full = i == 1_500 ? journal.status().segments() : full;
        }

        assertThat(journal.status().segments()).isLessThanOrEqualTo(full + 3);
        assertThat(journal.status().moved()).isLessThan(3_000 / 8);
    }

    @Test
    void isThereAfterAnyNumberOfMovesAndStarts() {
        append(0);
        for (int i = 1; i <= 600; i++) {
            release(append(i));
            work();
            if (i % 100 == 0) {
                disk = disk.afterKill();
                journal = open();
                assertThat(shown).containsExactly(0L);
            }
        }
        assertThat(journal.status().liveRecords()).isEqualTo(1);
    }

    /* Old records of any content look like records of any length to who searches behind the end. */
    @Test
    void aStartReadsWhatIsThereAboutOnce() {
        settings = settings.sizes(4 << 20, 0);
        disk = new SimDisk();
        journal = open();
        Random random = new Random(5);
        for (int i = 1; i <= 1_500; i++) {
            byte[] body = new byte[30 * BODY];
            random.nextBytes(body);
            // A head of some kind at every place where one could begin.
            for (int at = 0; at + Format.HEAD <= body.length; at += Format.ALIGN) {
                ByteBuffer.wrap(body).putInt(at, 1 + random.nextInt(3 << 20));
                body[at + 8] &= 0x7F;
                body[at + 16] = (byte) (1 + random.nextInt(5));
            }
            release(journal.tryAppend(1, new byte[Format.ALIGN], body, Level.DISK, Done.IGNORED));
            work();
        }
        journal.close();
        disk = disk.afterKill();
        journal = open();

        assertThat(journal.status().spareSegments()).isGreaterThanOrEqualTo(3);
        assertThat(disk.bytesRead()).isLessThan(5L * disk.list().size() * (4 << 20));
    }

    private long append(long id) {
        byte[] header = ByteBuffer.allocate(8).putLong(id).array();
        return journal.tryAppend(1, header, new byte[BODY], Level.DISK, Done.IGNORED);
    }

    private void release(long position) {
        journal.tryRelease(new long[] {position}, Level.DISK, Done.IGNORED);
    }

    private void work() {
        journal.drive();
        journal.keep();
    }

    private Journal open() {
        shown.clear();
        return Journal.open(
                disk,
                settings,
                platform,
                entry -> shown.add(entry.header().getLong(0)),
                Relocation.NONE);
    }
}
