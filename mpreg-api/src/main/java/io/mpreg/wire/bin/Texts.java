package io.mpreg.wire.bin;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that came lately over a connection: one that comes again is not made again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; two texts may fall on one place, then
 * they take turns.
 */
public final class Texts {

    private static final int PLACES = 64;
    private static final int LONGEST = 256;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // Immutable each, so that the places need no order.
    private final @Nullable Known[] known = new Known[PLACES];

    private record Known(byte[] utf8, String text) {}

    /** The text that some bytes of an array are in UTF-8. */
    String of(byte[] array, int from, int length) {
        if (length > LONGEST) {
            return new String(array, from, length, StandardCharsets.UTF_8);
        }
        int place = place(array, from, length);
        Known here = known[place];
        if (here != null
                && here.utf8.length == length
                && Arrays.equals(here.utf8, 0, length, array, from, from + length)) {
            return here.text;
        }
        String text = new String(array, from, length, StandardCharsets.UTF_8);
        known[place] = new Known(Arrays.copyOfRange(array, from, from + length), text);
        return text;
    }

    private static int place(byte[] array, int from, int length) {
        long mixed = length;
        int at = from;
        for (; at + Long.BYTES <= from + length; at += Long.BYTES) {
            mixed = (mixed ^ (long) LONGS.get(array, at)) * MIX;
        }
        for (; at < from + length; at++) {
            mixed = (mixed ^ array[at]) * MIX;
        }
        return (int) (mixed >>> Long.SIZE - Integer.numberOfTrailingZeros(PLACES));
    }
}
