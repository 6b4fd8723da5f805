package io.mpreg.engine.cache.peer;

import io.mpreg.api.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fingerprints of the entries of a region, one for each of {@value #PARTS} parts into which the
 * keys fall. Two nodes have the same wherever they have the same entries.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param sums the sum of the prints of the entries of each part; empty if nobody knows them
 */
public record Prints(List<Long> sums) {

    /** Into how many parts keys fall: as many as a mask has bits. */
    public static final int PARTS = Long.SIZE;

    /** The mask of all parts. */
    public static final long ALL = -1;

    /** Of somebody who does not say. */
    public static final Prints UNKNOWN = new Prints(List.of());

    /** Of a region without entries. */
    public static final Prints NOTHING = of(new long[PARTS]);

    public Prints {
        if (!sums.isEmpty() && sums.size() != PARTS) {
            throw new IllegalArgumentException(
                    "there are " + sums.size() + " fingerprints instead of " + PARTS);
        }
        sums = List.copyOf(sums);
    }

    /** The same numbers. */
    public static Prints of(long[] sums) {
        List<Long> all = new ArrayList<>(sums.length);
        Arrays.stream(sums).forEach(all::add);
        return new Prints(all);
    }

    /** The part of a key. */
    public static int part(String key) {
        return mixed(key.hashCode()) & PARTS - 1;
    }

    /** Whether a key is in one of the parts of a mask. */
    public static boolean within(long mask, String key) {
        return (mask & 1L << part(key)) != 0;
    }

    /** The print of an entry of which the write is known; never 0. */
    public static long of(String key, Stamp stamp) {
        return print(31L * key.hashCode() + stamp.owner().hashCode() ^ stamp.sequence() << 32);
    }

    /** The print of an entry by its value; never 0. */
    public static long of(String key, Payload value) {
        return print(31L * key.hashCode() + value.contentType().hashCode())
                        + print(Arrays.hashCode(value.bytes()))
                | 1;
    }

    /** One for all. */
    public long whole() {
        long whole = 0;
        for (long sum : sums) {
            whole = 31 * whole + sum;
        }
        return whole;
    }

    /** The mask of the parts in which others' prints are not the same; 0 if either is unknown. */
    public long differing(Prints others) {
        long mask = 0;
        for (int part = 0; part < Math.min(sums.size(), others.sums.size()); part++) {
            mask |= sums.get(part).equals(others.sums.get(part)) ? 0 : 1L << part;
        }
        return mask;
    }

    private static int mixed(int hash) {
        int spread = hash * 0x9E3779B9;
        return spread ^ spread >>> 15;
    }

    private static long print(long seed) {
        long hash = (seed ^ seed >>> 32) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
        return (hash ^ hash >>> 32) | 1;
    }
}
