package io.mpreg.engine.journal;

import io.mpreg.api.MpregException;
import java.util.Random;
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

    @Test
    void everyOperationMayBeTheLast() {
        for (int seed = 0; seed < 12 * ROUNDS; seed++) {
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
    private static long run(long seed, long crash) {
        Random random = new Random(seed);
        Model model = new Model(random, Model.SMALL);
        SimDisk disk = new SimDisk();
        disk.crashAt(crash);
        try {
            model.open(disk);
            model.work(disk, 120);
        } catch (MpregException e) {
            rethrowUnlessCrashed(disk, e);
        }
        SimDisk after = disk.afterPowerLoss(new Random(seed * 31 + crash));
        model.open(after);
        model.check(true);
        model.readAll();
        model.work(after, 30);
        model.close();
        model.open(after.afterKill());
        model.check(false);
        return disk.operations();
    }

    /** Crashes again and again, also while recovering. */
    private static void live(long seed, int crashes) {
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

    private static void rethrowUnlessCrashed(SimDisk disk, MpregException e) {
        if (!disk.crashed()) {
            throw e;
        }
    }
}
