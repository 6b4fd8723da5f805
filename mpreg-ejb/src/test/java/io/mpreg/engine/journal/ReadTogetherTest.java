package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that are read together, on a simulated disk. */
@ExtendWith(Quiet.class)
class ReadTogetherTest {

    private static final int SEEDS = 40 * Integer.getInteger("mpreg.journal.rounds", 1);
    private static final int SEGMENT = 64 << 10;

    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private final JournalSettings settings =
            JournalSettings.defaults().sizes(SEGMENT, 0).compaction(0.6, 3);
    private SimDisk disk = new SimDisk();
    private Journal journal = open();

    /* Bodies by id, and where their records are said to be. */
    private final Map<Long, byte[]> bodies = new HashMap<>();
    private final Map<Long, Long> places = new HashMap<>();
    private final Set<Long> dead = new HashSet<>();

    @Test
    void givesWhatWasAppendedWhateverHappensMeanwhile() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                disk = new SimDisk();
                places.clear();
                bodies.clear();
                dead.clear();
                journal = open();
                live(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void readsTheDiskOnceForRecordsInARow() {
        append(new Random(1), 32, 1_000);
        journal.drive();
        long before = disk.reads();

        assertThat(readTogether(List.copyOf(places.keySet()), () -> {})).hasSize(32);

        assertThat(disk.reads() - before).isEqualTo(1);
    }

    @Test
    void readsNothingInVainForThoseThatLieAlone() {
        append(new Random(1), 4, Reader.NEAR + 1_000, Reader.NEAR);
        journal.drive();
        long before = disk.reads();

        assertThat(readTogether(List.copyOf(places.keySet()), () -> {})).isEmpty();

        assertThat(disk.reads() - before).isZero();
    }

    @Test
    void leavesOutWhatIsDamagedAndGivesTheRest() {
        append(new Random(1), 10, 500);
        journal.drive();
        long bad = Collections.min(places.keySet()) + 4;
        String file = SegmentHeader.name(Journal.segment(places.get(bad)));
        disk.bytes(file)[Format.offset(places.get(bad)) + 40] ^= 1;

        assertThat(readTogether(List.copyOf(places.keySet()), () -> {}))
                .hasSize(9)
                .doesNotContain(bad);
    }

    @Test
    void aSegmentThatIsReadIsNotUsedAgainMeanwhile() {
        append(new Random(1), 20, 500);
        journal.drive();
        List<Long> ids = List.copyOf(places.keySet());
        long first = Journal.segment(Collections.min(places.values()));
        List<Boolean> there = new ArrayList<>();

        readTogether(
                ids,
                () -> {
                    ids.forEach(this::release);
                    for (int i = there.size(); i < 20; i++) {
                        append(new Random(2), 20, 1_000);
                        work();
                    }
                    for (int i = there.size(); i < 20; i++) {
                        there.add(disk.list().contains(SegmentHeader.name(first)));
                    }
                });
        List.copyOf(places.keySet()).forEach(this::release);
        work();

        assertThat(there).isNotEmpty().doesNotContain(false);
        assertThat(disk.list()).doesNotContain(SegmentHeader.name(first));
    }

    @Test
    void tooManyAtATimeReadOneByOne() {
        append(new Random(1), 10, 500);
        journal.drive();
        List<Long> ids = List.copyOf(places.keySet());
        assertThat(depth(ids, 0)).isEqualTo(Reader.BLOCKS);
        assertThat(readTogether(ids, () -> {})).hasSize(10);
    }

    /* How many reads get something that are within each other. */
    private int depth(List<Long> ids, int outer) {
        int[] inner = {outer - 1};
        readTogether(ids, () -> inner[0] = inner[0] < outer ? depth(ids, outer + 1) : inner[0]);
        return Math.max(inner[0], outer);
    }

    private void live(Random random) {
        for (int step = 0; step < 60; step++) {
            append(random, random.nextInt(20), 3_000);
            switch (random.nextInt(4)) {
                case 0 -> journal.drive();
                case 1 -> work();
                case 2 -> somePlaces(random, 10).forEach(this::release);
                default -> {
                    if (random.nextInt(5) == 0) {
                        journal.drive();
                        disk = disk.afterKill();
                        journal = open();
                    }
                }
            }
            Set<Long> before = new HashSet<>(dead);
            List<Long> wanted = somePlaces(random, 40);
            Runnable meanwhile =
                    () -> {
                        switch (random.nextInt(6)) {
                            case 0 -> somePlaces(random, 30).forEach(this::release);
                            case 1 -> work();
                            case 2 -> append(random, 5, 4_000);
                            default -> {}
                        }
                    };
            assertThat(readTogether(wanted, meanwhile)).noneMatch(before::contains);
        }
        journal.keep();
    }

    private List<Long> somePlaces(Random random, int most) {
        List<Long> ids = new ArrayList<>(places.keySet());
        Collections.sort(ids);
        if (random.nextBoolean()) {
            Collections.shuffle(ids, random);
        }
        int from = ids.isEmpty() ? 0 : random.nextInt(ids.size());
        return ids.subList(from, Math.min(ids.size(), from + random.nextInt(most + 1)));
    }

    private Set<Long> readTogether(List<Long> ids, Runnable meanwhile) {
        List<Long> wanted = List.copyOf(ids);
        long[] positions = wanted.stream().mapToLong(places::get).toArray();
        Set<Long> got = new HashSet<>();
        journal.readTogether(
                positions,
                positions.length,
                (i, entry) -> {
                    long id = entry.header().getLong(0);
                    byte[] body = new byte[entry.body().remaining()];
                    entry.body().get(body);
                    assertThat(id).isEqualTo(wanted.get(i));
                    assertThat(body).isEqualTo(bodies.get(id));
                    assertThat(got.add(id)).isTrue();
                    meanwhile.run();
                });
        return got;
    }

    private void append(Random random, int count, int most) {
        append(random, count, most, 0);
    }

    private void append(Random random, int count, int most, int least) {
        for (int i = 0; i < count; i++) {
            if (journal.status().spareSegments() < 3) {
                work();
            }
            long id = bodies.size();
            byte[] body = new byte[least + random.nextInt(most - least)];
            random.nextBytes(body);
            bodies.put(id, body);
            byte[] header = ByteBuffer.allocate(8).putLong(id).array();
            places.put(id, journal.tryAppend(1, header, body, Level.DISK, Done.IGNORED));
        }
    }

    private void release(long id) {
        Long place = places.remove(id);
        if (place != null) {
            dead.add(id);
            journal.tryRelease(new long[] {place}, Level.DISK, Done.IGNORED);
        }
    }

    private void work() {
        journal.drive();
        journal.keep();
    }

    private Journal open() {
        return Journal.open(disk, settings, platform, entry -> {}, this::moved);
    }

    private void moved(long from, long to) {
        // Some hear of it late: the place of before is understood for long.
        places.replaceAll((id, place) -> place == from && id % 3 > 0 ? to : place);
    }
}
