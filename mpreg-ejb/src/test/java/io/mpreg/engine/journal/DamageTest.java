package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregStorageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Damages journals in every way, and looks whether they are recovered to the last good record or
 * refused with file and offset; and whether a repair saves everything outside the damage.
 *
 * <p>{@code -Dmpreg.journal.rounds=n} does n times as much.
 */
@ExtendWith(Quiet.class)
class DamageTest {

    private static final int ROUNDS = Integer.getInteger("mpreg.journal.rounds", 1);

    /** Segments are always used again, so that there is always one that knows what was safe. */
    private static final JournalSettings SETTINGS = Model.settings(64);

    private int refused;
    private int recovered;

    @AfterEach
    void report() {
        if (ROUNDS > 1) {
            System.out.println("refused and repaired " + refused + ", recovered " + recovered);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aFlippedBitLosesNothingOrIsRefused() {
        for (int seed = 0; seed < 400 * ROUNDS; seed++) {
            Random random = new Random(seed);
            SimDisk disk = journal(seed % 25, random.nextBoolean());
            String file = any(disk, random);
            byte[] bytes = disk.bytes(file);
            // Every other time within what has been written.
            int bound = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 9000);
            int bit = random.nextInt(bound * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            look("bit " + bit + " of " + file + ", seed " + seed, seed % 25, disk, false);
        }
    }

    @Test
    void aMissingSegmentIsRefused() {
        for (int seed = 0; seed < 120 * ROUNDS; seed++) {
            Random random = new Random(seed);
            SimDisk disk = journal(seed % 25, random.nextBoolean());
            String file = any(disk, random);
            disk.remove(file);
            look("without " + file + ", seed " + seed, seed % 25, disk, false);
        }
    }

    @Test
    void aTruncatedSegmentIsRefused() {
        for (int seed = 0; seed < 120 * ROUNDS; seed++) {
            Random random = new Random(seed);
            SimDisk disk = journal(seed % 25, random.nextBoolean());
            String file = any(disk, random);
            byte[] bytes = disk.bytes(file);
            int length = random.nextInt(bytes.length);
            disk.replace(file, Arrays.copyOf(bytes, length));
            look(file + " cut to " + length + ", seed " + seed, seed % 25, disk, false);
        }
        assertThat(recovered).isZero();
    }

    @Test
    void aTornTailIsCutOff() {
        for (int seed = 0; seed < 250 * ROUNDS; seed++) {
            Random random = new Random(seed);
            SimDisk disk = journal(seed % 25, random.nextBoolean());
            String file = any(disk, random);
            byte[] bytes = disk.bytes(file);
            int from = 4096 + random.nextInt(bytes.length - 4096);
            byte[] garbage = new byte[bytes.length - from];
            if (random.nextBoolean()) {
                random.nextBytes(garbage);
            }
            System.arraycopy(garbage, 0, bytes, from, garbage.length);
            look(file + " torn from " + from + ", seed " + seed, seed % 25, disk, true);
        }
    }

    /** Opens what was damaged, and repairs it if it is refused. */
    private void look(String what, int seed, SimDisk disk, boolean tail) {
        try {
            SimDisk before = disk.copy();
            Model model = model(seed);
            if (tail) {
                model.comeBack();
            }
            try {
                model.open(disk);
                checkRecovered(model, tail);
                recovered++;
            } catch (MpregStorageException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT);
                assertThat(e.details()).containsKeys("file", "offset");
                assertThat(e.getMessage()).contains("repair");
                refused++;
                assertUnchanged(before, disk);
                repair(seed, disk);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    /** Whatever was confirmed is there, but for the end of a log whose end was destroyed. */
    private static void checkRecovered(Model model, boolean tail) {
        Set<Set<Long>> states = Model.states(model.events());
        Set<Long> shown = model.shown();
        if (tail) {
            assertThat(states).as("what was there at some time").contains(shown);
        } else {
            model.check(false);
        }
    }

    private static void assertUnchanged(SimDisk before, SimDisk after) {
        assertThat(after.files()).isEqualTo(before.files());
        for (String file : before.files()) {
            assertThat(after.bytes(file)).isEqualTo(before.bytes(file));
        }
    }

    private static void repair(int seed, SimDisk disk) {
        SimDisk broken = disk.afterKill();
        SimDisk before = broken.copy();
        assertThat(run(broken, "verify")).isEqualTo(JournalCommand.DAMAGED);
        assertThat(run(broken, "print")).isEqualTo(JournalCommand.DAMAGED);
        assertThat(run(broken, "repair")).isEqualTo(JournalCommand.DAMAGED);
        assertUnchanged(before, broken);
        assertThat(run(broken, "repair", "--yes")).isEqualTo(JournalCommand.WELL);
        assertThat(run(broken, "verify")).isEqualTo(JournalCommand.WELL);
        Model model = model(seed);
        model.comeBack();
        model.open(broken);
        model.forgetTheRest();
        model.readAll();
        model.work(broken, 40);
        model.close();
        model.open(broken.afterKill());
        model.check(false);
    }

    private static int run(SimDisk disk, String command, String... options) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true);
        return new JournalCommand(disk, out).run(out, command, List.of(options));
    }

    private static String any(SimDisk disk, Random random) {
        List<String> files = disk.files().stream().filter(SegmentHeader::isSegment).toList();
        return files.get(random.nextInt(files.size()));
    }

    /** A journal in which everything is confirmed, closed or killed. */
    private static SimDisk journal(int seed, boolean close) {
        Model model = new Model(new Random(seed), SETTINGS);
        SimDisk disk = new SimDisk();
        fill(model, disk);
        if (close) {
            model.close();
        }
        return disk.afterKill();
    }

    /** What knows all about the journal of that seed. */
    private static Model model(int seed) {
        Model model = new Model(new Random(seed), SETTINGS);
        fill(model, new SimDisk());
        return model;
    }

    private static void fill(Model model, SimDisk disk) {
        model.allDurable();
        model.open(disk);
        model.work(disk, 250);
        while (model.journal().drive()) {
            // until all is confirmed
        }
        model.journal().keep();
    }
}
