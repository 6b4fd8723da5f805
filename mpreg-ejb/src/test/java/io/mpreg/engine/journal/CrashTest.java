package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Stops a journal at every operation of its disk, loses any part of what was not forced, and looks
 * whether what was confirmed is there.
 *
 * <p>{@code -Dmpreg.journal.rounds=n} does n times as much.
 */
@ExtendWith(Quiet.class)
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("mpreg.journal.rounds", 1);

    private long moved;
    private long recycled;
    private long torn;

    @AfterEach
    void everythingWasThere() {
        assertThat(moved).as("moved records").isPositive();
        assertThat(recycled).as("recycled segments").isPositive();
        assertThat(torn).as("torn tails").isPositive();
    }

    @Test
    void everyOperationMayBeTheLast() {
        for (int seed = 0; seed < 6 * ROUNDS; seed++) {
            long operations = run(seed, Long.MAX_VALUE);
            for (long crash = 0; crash < operations; crash++) {
                try {
                    run(seed, crash);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", crash at " + crash, e);
                }
            }
        }
    }

    @Test
    void aLongLifeOfCrashes() {
        for (int seed = 1000; seed < 1000 + 40 * ROUNDS; seed++) {
            try {
                live(seed, 25);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Works until the crash, and looks; returns how many operations there were. */
    private long run(long seed, long crash) {
        Random random = new Random(seed);
        Model model = new Model(random, Model.SMALL);
        SimDisk disk = new SimDisk();
        disk.crashAt(crash);
        try {
            model.open(disk);
            model.work(disk, 150);
            count(model);
        } catch (MpregException e) {
            rethrowUnlessCrashed(disk, e);
        }
        SimDisk after = disk.afterPowerLoss(new Random(seed * 31 + crash));
        model.open(after);
        model.check(true);
        model.readAll();
        model.work(after, 30);
        count(model);
        model.close();
        model.open(after.afterKill());
        model.check(false);
        return disk.operations();
    }

    /** Crashes again and again, also while recovering. */
    private void live(long seed, int crashes) {
        Random random = new Random(seed);
        Model model = new Model(random, Model.SMALL);
        SimDisk disk = new SimDisk();
        boolean power = true;
        for (int i = 0; i < crashes; i++) {
            disk.crashAt(random.nextInt(3) == 0 ? random.nextInt(20) : random.nextInt(400));
            try {
                model.open(disk);
                model.check(power);
                power = false;
                model.work(disk, 300);
                count(model);
            } catch (MpregException e) {
                rethrowUnlessCrashed(disk, e);
            }
            boolean lost = random.nextInt(3) > 0;
            power |= lost;
            disk = lost ? disk.afterPowerLoss(random) : disk.afterKill();
        }
        model.open(disk);
        model.check(power);
    }

    private void count(Model model) {
        JournalStatus status = model.journal().status();
        moved += status.moved();
        recycled += status.recycled();
        torn += status.recovery().tornBytes() > 0 ? 1 : 0;
    }

    private static void rethrowUnlessCrashed(SimDisk disk, MpregException e) {
        if (!disk.crashed()) {
            throw e;
        }
    }
}
