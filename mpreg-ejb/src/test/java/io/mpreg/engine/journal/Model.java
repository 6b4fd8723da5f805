package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregStorageException;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Works with a journal at random and knows what must be in it. It has the journal do its work on
 * the test's own thread, so a seed repeats everything.
 */
final class Model implements Replay, Relocation {

    static final JournalSettings SMALL = settings(4);

    private final Random random;
    private final JournalSettings settings;

    /** Records by id that a replay may show. */
    private final Map<Long, Known> records = new TreeMap<>();

    private final List<Event> events = new ArrayList<>();
    private final Set<Long> shown = new HashSet<>();

    /** Records whose release was confirmed. */
    private final Map<Long, Known> lost = new HashMap<>();

    private Journal journal;
    private long nextId;
    private boolean durable;

    Model(Random random, JournalSettings settings) {
        this.random = random;
        this.settings = settings;
    }

    /** Small segments, so that much happens; with that many spare ones. */
    static JournalSettings settings(int spare) {
        return new JournalSettings(
                12288, 0, spare, 4096, 16384, 64, Duration.ZERO, 0.6, 3, Duration.ZERO);
    }

    /** Something that changed what must be there, in the order of the log. */
    record Event(long id, boolean release) {}

    private static final class Known {
        private final byte[] body;
        private final Level level;

        /** Where it was when last asked; may lag behind. */
        private long position;

        private long moved;
        private long sequence = -1;
        private boolean confirmed;
        private boolean releasing;

        Known(byte[] body, Level level) {
            this.body = body;
            this.level = level;
        }
    }

    /** From now on everything is on stable storage when it is confirmed. */
    void allDurable() {
        durable = true;
    }

    /** Released records may be shown. */
    void comeBack() {
        lost.forEach(records::putIfAbsent);
    }

    /** Opens the journal and collects what it shows. */
    void open(SimDisk disk) {
        shown.clear();
        VirtualTime time = new VirtualTime();
        Platform platform = new Platform(time, time, Runnable::run, Thread::new);
        journal = Journal.open(disk, settings, platform, this, this);
    }

    Journal journal() {
        return journal;
    }

    Set<Long> shown() {
        return shown;
    }

    List<Event> events() {
        return events;
    }

    @Override
    public void record(Entry entry) {
        long id = entry.header().getLong(0);
        assertThat(shown.add(id)).as("record %s is shown once", id).isTrue();
        Known known = records.get(id);
        assertThat(known).as("record %s was appended and not released", id).isNotNull();
        assertThat(bytes(entry.body())).isEqualTo(known.body);
        assertThat(entry.type()).isEqualTo((int) (id % 65536));
        if (known.sequence >= 0) {
            assertThat(entry.sequence()).as("sequence of %s", id).isEqualTo(known.sequence);
        }
        known.sequence = entry.sequence();
        known.position = entry.position();
        known.moved = entry.position();
    }

    @Override
    public void moved(long from, long to) {
        Known moved = null;
        for (Known known : records.values()) {
            moved = known.moved == from ? known : moved;
        }
        assertThat(moved).as("what moved is known").isNotNull();
        moved.moved = to;
        moved.position = random.nextBoolean() ? to : moved.position;
    }

    /**
     * Checks that what the last opening showed is what must be there, and goes on from that.
     *
     * @param power whether the power was lost, or else only the process
     */
    void check(boolean power) {
        records.forEach(
                (id, known) -> {
                    boolean safe = known.confirmed && (known.level == Level.DISK || !power);
                    if (safe && !known.releasing) {
                        assertThat(shown).as("confirmed records").contains(id);
                    }
                });
        forgetTheRest();
    }

    /** Takes what the last opening showed for what is there. */
    void forgetTheRest() {
        records.keySet().retainAll(shown);
        events.clear();
        records.forEach(
                (id, known) -> {
                    known.confirmed = true;
                    known.releasing = false;
                    events.add(new Event(id, false));
                });
    }

    /** Does some steps; ends early when the disk has stopped. */
    void work(SimDisk disk, int steps) {
        for (int i = 0; i < steps && !disk.crashed(); i++) {
            try {
                step();
            } catch (MpregException e) {
                assertThat(e.code().id()).as(e.toString()).matches("MPREG-(1429|300[14])");
            }
        }
    }

    void close() {
        journal.close();
    }

    /** Checks that every record can be read. */
    void readAll() {
        records.values().stream().filter(k -> !k.releasing).forEach(this::read);
    }

    void append(int bytes, Level level) {
        long id = nextId++;
        byte[] body = new byte[bytes];
        random.nextBytes(body);
        Known known = new Known(body, level);
        byte[] header = new byte[8 + (bytes == 300 ? 0 : random.nextInt(8))];
        ByteBuffer.wrap(header).putLong(id);
        records.put(id, known);
        try {
            known.position =
                    journal.tryAppend(
                            (int) (id % 65536),
                            header,
                            body,
                            level,
                            done(() -> known.confirmed = true));
            known.moved = known.position;
            events.add(new Event(id, false));
        } catch (MpregException e) {
            records.remove(id);
            throw e;
        }
    }

    void release(int count, Level level) {
        List<Long> ids = new ArrayList<>(records.keySet());
        ids.removeIf(id -> records.get(id).releasing);
        List<Long> chosen = new ArrayList<>();
        boolean oldest = random.nextInt(4) == 0;
        for (int i = 0; i < count && !ids.isEmpty(); i++) {
            chosen.add(ids.remove(oldest ? 0 : random.nextInt(ids.size())));
        }
        if (chosen.isEmpty()) {
            return;
        }
        long[] positions = new long[chosen.size()];
        Arrays.setAll(positions, i -> records.get(chosen.get(i)).position);
        journal.tryRelease(
                positions,
                level,
                done(
                        () -> {
                            if (level == Level.DISK) {
                                chosen.forEach(id -> lost.put(id, records.remove(id)));
                            }
                        }));
        chosen.forEach(
                id -> {
                    if (records.containsKey(id)) {
                        records.get(id).releasing = true;
                    }
                    events.add(new Event(id, true));
                });
    }

    private void step() {
        switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> append(size(), level());
            case 4, 5 -> release(random.nextInt(20) == 0 ? 12 : 1 + random.nextInt(2), level());
            case 6, 7, 8 -> journal.drive();
            case 9, 10 -> journal.keep();
            case 11 -> records.values().forEach(known -> known.position = known.moved);
            default -> readOne();
        }
    }

    /** Often one of few, so that what is written later fits what was there before. */
    private int size() {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(7000);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> random.nextInt(1400);
            default -> 300;
        };
    }

    private Level level() {
        return random.nextInt(5) == 0 && !durable ? Level.OS : Level.DISK;
    }

    private void readOne() {
        List<Known> all = records.values().stream().filter(known -> !known.releasing).toList();
        if (!all.isEmpty()) {
            read(all.get(random.nextInt(all.size())));
        }
    }

    private void read(Known known) {
        Entry entry = journal.read(known.position).orElseThrow();
        assertThat(bytes(entry.body())).isEqualTo(known.body);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Done done(Runnable durable) {
        return new Done() {
            @Override
            public void onDurable(long position) {
                durable.run();
            }

            @Override
            public void onFailure(MpregStorageException failure) {}
        };
    }

    /** What is there after each of the events, for comparison with what was recovered. */
    static Set<Set<Long>> states(List<Event> events) {
        Set<Set<Long>> states = new HashSet<>();
        Map<Long, Boolean> there = new HashMap<>();
        states.add(Set.of());
        for (Event event : events) {
            if (event.release()) {
                there.remove(event.id());
            } else {
                there.put(event.id(), true);
            }
            states.add(Set.copyOf(there.keySet()));
        }
        return states;
    }
}
