package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregStorageException;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal with its own threads, on the real disk, used by many threads. */
class JournalStressTest {

    private static final int THREADS = 4;
    private static final int RECORDS = 2500;

    private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    private final Map<Long, Long> positions = new ConcurrentHashMap<>();
    private final JournalSettings settings =
            new JournalSettings(
                    1 << 16,
                    0,
                    4,
                    8192,
                    32768,
                    200,
                    Duration.ofMinutes(1),
                    0.5,
                    4,
                    Duration.ofNanos(20_000));
    @TempDir private Path folder;

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @Test
    void manyThreadsAppendReadAndReleaseWhileRecordsMove() throws Exception {
        Set<Long> kept = ConcurrentHashMap.newKeySet();
        JournalStatus status;
        try (Journal journal = open(entry -> {})) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                all.add(callers.submit(work(journal, thread, kept)));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
            for (long id : kept) {
                assertThat(id(journal.read(positions.get(id)))).isEqualTo(id);
            }
            status = journal.status();
        }
        assertThat(status.moved()).isPositive();
        assertThat(status.recycled()).isPositive();
        assertThat(status.liveRecords()).isEqualTo(kept.size());
        assertThat(status.state()).isEqualTo(JournalState.OK);

        Set<Long> shown = ConcurrentHashMap.newKeySet();
        try (Journal again = open(entry -> shown.add(entry.header().getLong(0)))) {
            assertThat(shown).isEqualTo(kept);
            assertThat(again.status().recovery().tornBytes()).isZero();
        }
    }

    @Test
    void anInterruptedCallerHarmsNobody() throws Exception {
        try (Journal journal = open(entry -> {})) {
            Thread.currentThread().interrupt();
            Waiting waiting = new Waiting();
            long position = journal.append(1, new byte[8], new byte[100], Level.DISK, waiting);
            journal.drive();
            assertThat(journal.read(position)).isPresent();
            assertThat(Thread.interrupted()).isTrue();
            waiting.latch.await();
            assertThat(waiting.failure).isEmpty();
            assertThat(journal.status().state()).isEqualTo(JournalState.OK);
        }
    }

    @Test
    void theFolderIsForOneAtATime() {
        try (Journal journal = open(entry -> {})) {
            assertThat(journal.status().state()).isEqualTo(JournalState.OK);
            assertThatThrownBy(() -> open(entry -> {}))
                    .isInstanceOf(MpregStorageException.class)
                    .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_LOCKED)
                    .hasMessageContaining(folder.toString());
        }
        open(entry -> {}).close();
    }

    private Callable<Boolean> work(Journal journal, int thread, Set<Long> kept) {
        return () -> {
            Random random = new Random(thread);
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                long id = (long) thread << 32 | i;
                mine.add(id);
                append(journal, id, random.nextInt(600));
                long other = mine.get(random.nextInt(mine.size()));
                assertThat(id(journal.read(positions.get(other)))).isEqualTo(other);
                if (random.nextInt(10) > 0 && mine.size() > 5) {
                    long dead = mine.remove(random.nextInt(mine.size()));
                    journal.release(new long[] {positions.get(dead)}, Level.DISK, Done.IGNORED);
                }
                if (random.nextInt(4) == 0) {
                    journal.drive();
                }
            }
            return kept.addAll(mine);
        };
    }

    private void append(Journal journal, long id, int bytes) {
        byte[] header = ByteBuffer.allocate(8).putLong(id).array();
        // The record may be moved before its position is known here.
        long position =
                journal.append(
                        1,
                        header,
                        new byte[bytes],
                        id % 7 == 0 ? Level.OS : Level.DISK,
                        Done.IGNORED);
        positions.merge(id, position, Math::max);
    }

    private Journal open(Replay replay) {
        Platform platform =
                new Platform(Clock.system(), new VirtualTime(), Runnable::run, Thread::new);
        return Journal.open(folder, settings, platform, replay, this::moved);
    }

    private void moved(long from, long to) {
        positions.replaceAll((id, position) -> position == from ? to : position);
    }

    private static long id(Optional<Entry> entry) {
        return entry.orElseThrow().header().getLong(0);
    }

    private static final class Waiting implements Done {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile Optional<MpregStorageException> failure = Optional.empty();

        @Override
        public void onDurable(long position) {
            latch.countDown();
        }

        @Override
        public void onFailure(MpregStorageException cause) {
            failure = Optional.of(cause);
            latch.countDown();
        }
    }
}
