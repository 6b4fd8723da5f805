package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of slots against a list. */
class SlotTableTest {

    private record Entry(int tag, int id) {}

    private final SlotTable table = new SlotTable();
    private final List<Entry> entries = new ArrayList<>();

    @Test
    void keepsWhatWasEnteredWhileItGrowsAndShrinks() {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            int next = 1;
            for (int size : new int[] {40_000, 5_000, 9_000, 100, 3_000, 0}) {
                while (entries.size() != size) {
                    if (random.nextInt(10) < (entries.size() < size ? 8 : 2)) {
                        add(random, next++);
                    } else if (!entries.isEmpty()) {
                        remove(random);
                    }
                }
                for (Entry entry : entries) {
                    assertThat(note(entry)).as("seed %d, %s", seed, entry).isEqualTo(entry.id * 3);
                }
            }
            assertThat(table.small()).isTrue();
        }
    }

    @Test
    void anIdTakesThePlaceOfAnother() {
        table.add(7, 1, 10);
        table.add(7, 2, 20);
        table.replace(7, 1, 3, 30);
        table.note(7, 2, 21);
        table.note(7, 1, 11);
        assertThat(note(new Entry(7, 1))).isEqualTo(-1);
        assertThat(note(new Entry(7, 2))).isEqualTo(21);
        assertThat(note(new Entry(7, 3))).isEqualTo(30);
    }

    /** Every tenth entry has the tag of another one. */
    private void add(Random random, int id) {
        boolean alike = !entries.isEmpty() && random.nextInt(10) == 0;
        int tag = alike ? entries.get(random.nextInt(entries.size())).tag : random.nextInt();
        table.add(tag, id, id * 3L);
        entries.add(new Entry(tag, id));
    }

    private void remove(Random random) {
        int at = random.nextInt(entries.size());
        Entry last = entries.remove(entries.size() - 1);
        Entry entry = at < entries.size() ? entries.set(at, last) : last;
        table.remove(entry.tag, entry.id);
        assertThat(note(entry)).isEqualTo(-1);
    }

    /** The note of an entry, or -1 if it is not there. */
    private long note(Entry entry) {
        long[] part = table.part(entry.tag);
        int place = SlotTable.place(part, entry.tag);
        while (SlotTable.slot(part, place) != SlotTable.EMPTY) {
            long slot = SlotTable.slot(part, place);
            if (SlotTable.tagged(slot, entry.tag) && SlotTable.id(slot) == entry.id) {
                return SlotTable.note(part, place);
            }
            place = SlotTable.next(part, place);
        }
        return -1;
    }
}
