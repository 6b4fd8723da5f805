package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregStorageException;
import io.mpreg.api.MpregUnavailableException;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The journal on a simulated disk, step by step. */
@ExtendWith(Quiet.class)
class JournalTest {

    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private final Map<Long, String> shown = new LinkedHashMap<>();
    private final Map<Long, Long> moves = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private SimDisk disk = new SimDisk();
    private JournalSettings settings = Model.SMALL;
    private Journal journal = open();

    @Test
    void showsWhatWasAppendedInItsOrder() {
        long a = append("a");
        long b = append("b");
        assertThat(b).isGreaterThan(a);
        journal.close();

        reopen();

        assertThat(shown).containsExactly(Map.entry(a, "a"), Map.entry(b, "b"));
        assertThat(journal.status().recovery().records()).isEqualTo(2);
        assertThat(journal.status().recovery().tornBytes()).isZero();
    }

    @Test
    void confirmsWhenForcedAndNotBefore() {
        append("disk");
        journal.tryAppend(1, new byte[0], new byte[0], Level.OS, telling("os"));
        assertThat(told).isEmpty();

        assertThat(journal.drive()).isTrue();

        assertThat(told).containsExactly("os durable", "disk durable");
        assertThat(journal.status().forces()).isEqualTo(1);
        assertThat(journal.drive()).isFalse();
    }

    @Test
    void doesNotForceForTheWeakerLevel() {
        journal.tryAppend(1, new byte[0], new byte[0], Level.OS, telling("os"));
        journal.drive();

        assertThat(told).containsExactly("os durable");
        assertThat(journal.status().forces()).isZero();
    }

    @Test
    void readsFromTheBufferAndFromTheDisk() {
        long position = append("x".repeat(3000));
        assertThat(read(position)).hasSize(3000);
        assertThat(journal.read(position).orElseThrow().sequence()).isEqualTo(1);
        journal.drive();
        assertThat(read(position)).hasSize(3000);

        journal.tryRelease(new long[] {position}, Level.DISK, Done.IGNORED);

        assertThat(journal.read(position)).isEmpty();
        assertThat(journal.read(position + 32)).isEmpty();
        assertThat(journal.read(99L << 32)).isEmpty();
    }

    @Test
    void doesNotShowWhatWasReleased() {
        long a = append("a");
        append("b");
        journal.tryRelease(new long[] {a, a, a + 32, 7L << 32}, Level.DISK, telling("release"));
        journal.drive();
        assertThat(told).contains("release durable");
        assertThat(journal.status().liveRecords()).isEqualTo(1);
        assertThat(journal.status().releases()).isEqualTo(1);

        reopen();

        assertThat(shown.values()).containsExactly("b");
        assertThat(journal.status().recovery().released()).isEqualTo(1);
    }

    @Test
    void releasesManyAtOnce() {
        long[] all = new long[1001];
        settings = settings.pending(1 << 20, 10_000, Duration.ZERO).sizes(1 << 20, 0);
        disk = new SimDisk();
        journal = open();
        Arrays.setAll(all, i -> append("r" + i));
        journal.tryRelease(all, Level.DISK, telling("release"));
        journal.drive();
        assertThat(told).endsWith("release durable");

        reopen();

        assertThat(shown).isEmpty();
        assertThat(journal.status().recovery().released()).isEqualTo(1001);
        assertThatThrownBy(
                        () ->
                                journal.release(
                                        new long[Journal.MAX_RELEASE + 1],
                                        Level.DISK,
                                        Done.IGNORED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usesDeadSegmentsAgain() {
        for (int i = 0; i < 200; i++) {
            long position = append("z".repeat(1000));
            journal.tryRelease(new long[] {position}, Level.DISK, Done.IGNORED);
            work();
        }
        assertThat(journal.status().recycled()).isGreaterThan(10);
        assertThat(journal.status().segments()).isLessThan(4);
    }

    @Test
    void movesLiveRecordsOutOfOldSegments() {
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long position = append("z".repeat(900) + i);
            if (i % 10 == 0) {
                kept.add(position);
            } else {
                journal.tryRelease(new long[] {position}, Level.DISK, Done.IGNORED);
            }
            work();
        }
        assertThat(moves).containsKey(kept.get(0));
        assertThat(journal.status().moved()).isPositive();
        for (int i = 0; i < kept.size(); i++) {
            // The old positions are still understood.
            assertThat(read(kept.get(i))).endsWith("z" + i * 10);
        }
        journal.tryRelease(new long[] {kept.get(0)}, Level.DISK, Done.IGNORED);
        journal.drive();

        reopen();

        assertThat(shown).hasSize(kept.size() - 1);
    }

    @Test
    void refusesWhatIsTooMuchAtOnce() {
        settings = settings.pending(8192, 3, Duration.ZERO);
        reopen();
        append("1");
        append("2");
        append("3");
        assertThatThrownBy(() -> append("4"))
                .isInstanceOf(MpregLimitException.class)
                .satisfies(
                        e ->
                                assertThat(((MpregLimitException) e).details())
                                        .containsKey("retryAfterMs"))
                .hasMessageContaining("records");
        journal.drive();
        append("y".repeat(6000));
        assertThatThrownBy(() -> append("y".repeat(6000)))
                .isInstanceOf(MpregLimitException.class)
                .hasMessageContaining("bytes");
        assertThat(journal.status().refused()).isEqualTo(2);
        assertThat(journal.status().pendingRecords()).isEqualTo(1);
    }

    @Test
    void takesTheLargestRecordAndNoLarger() {
        String largest = "l".repeat(settings.maxRecordBytes() - 1);
        long position = append(largest);
        journal.drive();
        assertThat(read(position)).isEqualTo(largest);
        assertThatThrownBy(() -> append(largest + "l"))
                .isInstanceOf(MpregException.class)
                .hasMessageContaining(Integer.toString(settings.maxRecordBytes()));
    }

    @Test
    void segmentsMayBecomeLargerAndSmaller() {
        append("s");
        journal.drive();
        settings = settings.pending(1 << 20, 64, Duration.ZERO).sizes(32768, 0);
        reopen();
        append("l".repeat(settings.maxRecordBytes() - 1));
        work();
        append("l".repeat(settings.maxRecordBytes() - 1));
        work();
        settings = settings.sizes(12288, 0);
        reopen();
        for (int i = 0; i < 60; i++) {
            journal.tryRelease(new long[] {append("r".repeat(900))}, Level.DISK, Done.IGNORED);
            work();
        }
        reopen();
        assertThat(shown.values().stream().map(String::length))
                .containsExactlyInAnyOrder(1, 28415, 28415);
    }

    @Test
    void aFullDiskTakesReleasesAndGoesOnByItself() {
        disk.capacity(6 * 12288);
        List<Long> all = fill();
        assertThat(journal.status().state()).isEqualTo(JournalState.FULL);
        assertThat(journal.status().reason()).contains("full");
        assertThatThrownBy(() -> append("f".repeat(1000)))
                .isInstanceOf(MpregStorageException.class)
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);

        for (long position : all) {
            journal.tryRelease(new long[] {position}, Level.DISK, telling("release"));
            journal.drive();
        }
        assertThat(told).contains("release durable").noneMatch(each -> each.contains("failed"));
        work();

        assertThat(journal.status().state()).isEqualTo(JournalState.OK);
        append("yes");
        journal.drive();
        reopen();
        assertThat(shown.values()).containsExactly("yes");
    }

    @Test
    void aFullDiskCompactsWithItsReserve() {
        disk.capacity(10 * 12288);
        List<Long> all = fill();
        long first = all.remove(0);
        for (int i = 0; i < all.size(); i += 1 + i % 2) {
            journal.tryRelease(new long[] {now(all.get(i))}, Level.DISK, Done.IGNORED);
            work();
        }
        assertThat(journal.status().moved()).isPositive();
        assertThat(journal.status().state())
                .as(journal.status().toString())
                .isEqualTo(JournalState.OK);
        assertThat(read(now(first))).isNotEmpty();
        append("yes");
    }

    @Test
    void staysWithinItsOwnLimit() {
        settings = settings.sizes(12288, 5 * 12288);
        reopen();
        fill();
        assertThat(journal.status().bytes()).isEqualTo(5 * 12288);
        assertThat(journal.status().reason()).contains(Integer.toString(5 * 12288));
    }

    @Test
    void aFullDiskCannotBegin() {
        disk = new SimDisk();
        disk.capacity(5000);
        assertThatThrownBy(this::open).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
        disk.capacity(1 << 20);
        journal = open();
        append("later");
    }

    @Test
    void takesNothingAfterAFailedWriteOrForce() {
        for (int operation = 0; operation < 2; operation++) {
            disk = new SimDisk();
            journal = open();
            long safe = append("safe");
            journal.drive();
            told.clear();
            disk.failAt(disk.operations() + operation);
            append("x");
            journal.drive();

            assertThat(told).containsExactly("x failed MPREG-3001");
            assertThat(journal.status().state()).isEqualTo(JournalState.FAILED);
            assertThat(journal.status().reason()).contains("Input/output error");
            assertThatThrownBy(() -> append("y"))
                    .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE);
            assertThat(read(safe)).isEqualTo("safe");
            journal.close();

            reopen();

            assertThat(shown).containsKey(safe);
            append("again");
        }
    }

    @Test
    void keepsOthersOut() {
        assertThatThrownBy(this::open)
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_LOCKED);
        journal.close();
        journal = open();
        append("x");
    }

    @Test
    void takesNothingAfterItsEnd() {
        append("x");
        journal.close();
        journal.close();
        assertThat(told).containsExactly("x durable");
        assertThatThrownBy(() -> append("y")).isInstanceOf(MpregUnavailableException.class);
        assertThat(journal.status().state()).isEqualTo(JournalState.CLOSED);
    }

    @Test
    void refusesWhatANewerVersionWrote() {
        journal.close();
        String first = SegmentHeader.name(1);
        ByteBuffer page = ByteBuffer.wrap(disk.bytes(first));
        page.putInt(8, 2);
        CRC32C crc = new CRC32C();
        crc.update(page.duplicate().limit(12).position(0));
        crc.update(page.duplicate().limit(72).position(16));
        page.putInt(12, (int) crc.getValue());

        assertThatThrownBy(this::open)
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_CORRUPT)
                .hasMessageContaining(first + " at 8")
                .hasMessageContaining("newer version");
    }

    @Test
    void readsDamageLoudly() {
        long position = append("x".repeat(100));
        journal.drive();
        disk.bytes(SegmentHeader.name(1))[Format.offset(position) + 60] ^= 4;
        assertThatThrownBy(() -> journal.read(position))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_CORRUPT)
                .hasMessageContaining(SegmentHeader.name(1) + " at " + Format.offset(position));
    }

    @Test
    void whatWasDroppedWithATornTailDoesNotComeBack() {
        int torn = 0;
        for (int seed = 0; seed < 200; seed++) {
            disk = new SimDisk();
            journal = open();
            append("first");
            journal.drive();
            for (String each : List.of("lost 1", "lost 2", "lost 3")) {
                journal.tryAppend(0, new byte[0], bytes(each), Level.OS, Done.IGNORED);
                journal.drive();
            }
            disk = disk.afterPowerLoss(new Random(seed));
            journal = open();
            List<String> before = new ArrayList<>(shown.values());
            if (journal.status().recovery().tornBytes() > 0) {
                torn++;
                assertThat(journal.status().recovery().tornAt()).contains(".journal at ");
            }
            append("new 1!");
            journal.drive();
            before.add("new 1!");

            disk = disk.afterKill();
            journal = open();

            assertThat(shown.values()).as("seed %s", seed).containsExactlyElementsOf(before);
        }
        assertThat(torn).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void aListenerMayAppendAndItsFailureDoesNoHarm(Level level) {
        Done appending =
                new Done() {
                    @Override
                    public void onDurable(long position) {
                        append("from the listener");
                        assertThat(journal.drive()).isFalse();
                        throw new IllegalStateException("a listener's mistake");
                    }

                    @Override
                    public void onFailure(MpregStorageException failure) {}
                };
        journal.tryAppend(1, new byte[0], new byte[0], level, appending);
        append("x");
        journal.drive();
        journal.drive();
        assertThat(told).containsExactly("x durable", "from the listener durable");
    }

    private List<Long> fill() {
        List<Long> all = new ArrayList<>();
        try {
            while (true) {
                all.add(append("f".repeat(1000)));
                work();
            }
        } catch (MpregStorageException e) {
            return all;
        }
    }

    /** Where a record is after all its moves. */
    private long now(long position) {
        long at = position;
        while (moves.containsKey(at)) {
            at = moves.get(at);
        }
        return at;
    }

    private void work() {
        journal.drive();
        journal.keep();
    }

    private long append(String text) {
        return journal.tryAppend(7, new byte[] {1}, bytes(text), Level.DISK, telling(text));
    }

    private String read(long position) {
        return text(journal.read(position).orElseThrow());
    }

    private Done telling(String what) {
        return new Done() {
            @Override
            public void onDurable(long position) {
                told.add(what + " durable");
            }

            @Override
            public void onFailure(MpregStorageException failure) {
                told.add(what + " failed " + failure.code().id());
            }
        };
    }

    private Journal open() {
        shown.clear();
        return Journal.open(
                disk,
                settings,
                platform,
                entry -> shown.put(entry.position(), text(entry)),
                moves::put);
    }

    /** Opens again as after the process was killed. */
    private void reopen() {
        disk = disk.afterKill();
        journal = open();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Entry entry) {
        return StandardCharsets.UTF_8.decode(entry.body().duplicate()).toString();
    }
}
