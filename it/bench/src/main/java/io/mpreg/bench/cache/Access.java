package io.mpreg.bench.cache;

import io.mpreg.api.Payload;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which keys are read and written in which order: 95 % reads and 5 % writes, by Zipf's law. Every
 * key has a value of its own, and whoever reads one looks at it.
 *
 * @param keys all keys
 * @param picks the positions of the keys, one an operation; every twentieth operation is a write
 * @param values what is written, one a key
 */
record Access(String[] keys, int[] picks, Payload[] values) {

    static final int WRITE_EVERY = 20;

    private static final double SKEW = 0.99;

    static Access zipf(int count, int operations) {
        String[] keys = new String[count];
        Arrays.setAll(keys, i -> "key." + i);
        double[] sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1 / Math.pow(i + 1, SKEW);
            sums[i] = sum;
        }
        SplittableRandom random = new SplittableRandom(7);
        int[] picks = new int[operations];
        for (int i = 0; i < operations; i++) {
            int at = Arrays.binarySearch(sums, random.nextDouble(sum));
            picks[i] = Math.min(count - 1, at < 0 ? -at - 1 : at);
        }
        Payload[] values = new Payload[count];
        Arrays.setAll(values, i -> Payload.json("\"a value of some thirty bytes " + i + '"'));
        return new Access(keys, picks, values);
    }

    int operations() {
        return picks.length;
    }
}
