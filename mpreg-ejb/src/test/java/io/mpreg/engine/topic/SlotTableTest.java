package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of slots against a list. */
class SlotTableTest {

    private record Entry(long mark, int id) {}

    private final Map<Integer, Long> marks = new HashMap<>();
    private final SlotTable table = new SlotTable(marks::get, true);
    private final List<Entry> entries = new ArrayList<>();

    @Test
    void keepsWhatWasEnteredWhileItGrowsAndShrinks() {
        for (long seed = 1; seed <= 2; seed++) {
            Random random = new Random(seed);
            int next = 1;
            for (int size : new int[] {150_000, 5_000, 20_000, 100, 3_000, 0}) {
                while (entries.size() != size) {
                    if (random.nextInt(10) < (entries.size() < size ? 8 : 2)) {
                        add(random, next++);
                    } else if (!entries.isEmpty()) {
                        remove(random);
                    }
                }
                for (Entry entry : entries) {
                    assertThat(isReached(entry)).as("seed %d, %s", seed, entry).isTrue();
                    assertThat(note(entry))
                            .as("seed %d, %s", seed, entry)
                            .isEqualTo(entry.id % 1000);
                }
                assertThat(table.small()).as("seed %d, %d", seed, size).isEqualTo(size < 10_000);
                checkFilter(size, random);
            }
        }
    }

    private void checkFilter(int size, Random random) {
        byte[][] filters = table.filters();
        assertThat(filters.length > 0).as("a filter at %d", size).isEqualTo(size < 100_000);
        if (filters.length > 0) {
            for (Entry entry : entries) {
                assertThat(SlotFilter.mayHave(filters, entry.mark)).as("%s", entry).isOne();
            }
            assertThat(passing(random)).as("marks without an entry that pass").isLessThan(300);
        }
    }

    @Test
    void anIdTakesThePlaceOfAnother() {
        long mark = mark(7);
        table.add(mark, 1, 10);
        table.add(mark, 2, 20);
        table.replace(mark, 1, 3, 30);
        table.note(mark, 2, 21);
        table.note(mark, 1, 11);
        assertThat(note(new Entry(mark, 1))).isEqualTo(-1);
        assertThat(note(new Entry(mark, 2))).isEqualTo(21);
        assertThat(note(new Entry(mark, 3))).isEqualTo(30);
    }

    @Test
    void whatMayBeTakenForAnotherIsMarked() {
        Random random = new Random(1);
        for (int id = 1; id <= 20_000; id++) {
            add(random, id);
            if (random.nextInt(3) == 0) {
                remove(random);
            }
        }
        for (Entry entry : entries) {
            long[] part = table.part(entry.mark);
            int place = SlotTable.place(part, entry.mark);
            while (SlotTable.id(SlotTable.slot(part, place)) != entry.id) {
                long slot = SlotTable.slot(part, place);
                assertThat(SlotTable.tagged(slot, entry.mark) && !SlotTable.alike(slot))
                        .as("%s is hidden", entry)
                        .isFalse();
                place = SlotTable.next(part, place);
            }
        }
    }

    /** How many of a thousand marks that nothing was entered under pass the filter. */
    private int passing(Random random) {
        int passing = 0;
        for (int i = 0; i < 1000; i++) {
            passing += SlotFilter.mayHave(table.filters(), mark(random.nextLong() | 1L << 40));
        }
        return passing;
    }

    /** Every tenth entry has the mark of another one. */
    private void add(Random random, int id) {
        boolean alike = !entries.isEmpty() && random.nextInt(10) == 0;
        long mark =
                alike ? entries.get(random.nextInt(entries.size())).mark : mark(random.nextInt());
        marks.put(id, mark);
        table.add(mark, id, id % 1000);
        entries.add(new Entry(mark, id));
    }

    private static long mark(long key) {
        return SlotTable.mark(key);
    }

    private void remove(Random random) {
        int at = random.nextInt(entries.size());
        Entry last = entries.remove(entries.size() - 1);
        Entry entry = at < entries.size() ? entries.set(at, last) : last;
        table.remove(entry.mark, entry.id);
        assertThat(note(entry)).isEqualTo(-1);
    }

    /** The note of an entry, or -1 if it is not there. */
    /** Whether readers find a slot with the tag of an entry. */
    private boolean isReached(Entry entry) {
        long[] part = table.part(entry.mark);
        long either = SlotTable.either(part, entry.mark, 1);
        return SlotTable.tagged(SlotTable.first(part, entry.mark), entry.mark)
                && (SlotTable.tagged(either, entry.mark) || either != SlotTable.EMPTY);
    }

    private int note(Entry entry) {
        long[] part = table.part(entry.mark);
        int place = SlotTable.place(part, entry.mark);
        while (SlotTable.slot(part, place) != SlotTable.EMPTY) {
            long slot = SlotTable.slot(part, place);
            if (SlotTable.tagged(slot, entry.mark) && SlotTable.id(slot) == entry.id) {
                return SlotTable.note(slot);
            }
            place = SlotTable.next(part, place);
        }
        return -1;
    }
}
