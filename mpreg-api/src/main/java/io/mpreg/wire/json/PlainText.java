package io.mpreg.wire.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Steps over what stands in a string of JSON as it is, eight bytes at a time. */
final class PlainText {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private PlainText() {}

    /**
     * Where the first byte stands, from one on, that may be a quote, a backslash or a control
     * character; bytes that belong to longer characters are none of these.
     */
    static int skip(byte[] utf8, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            if (special((long) LONGS.get(utf8, at)) != 0) {
                return at;
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** Whether there is nothing of that kind, and no question mark. */
    static boolean isAll(byte[] utf8) {
        int at = 0;
        for (; at + Long.BYTES <= utf8.length; at += Long.BYTES) {
            long word = (long) LONGS.get(utf8, at);
            long mark = word ^ '?' * ONES;
            if ((special(word) | (mark - ONES & ~mark & TOPS)) != 0) {
                return false;
            }
        }
        for (; at < utf8.length; at++) {
            byte next = utf8[at];
            if (next >= 0 && next < ' ' || next == '"' || next == '\\' || next == '?') {
                return false;
            }
        }
        return true;
    }

    /* The top bits of the bytes of that kind, and perhaps of some behind them. */
    private static long special(long word) {
        long quote = word ^ '"' * ONES;
        long slash = word ^ '\\' * ONES;
        // Most words are of ASCII, and have none: then nothing is below what it is compared to.
        if (((word | word - ' ' * ONES | quote - ONES | slash - ONES) & TOPS) == 0) {
            return 0;
        }
        return (word - ' ' * ONES & ~word | quote - ONES & ~quote | slash - ONES & ~slash) & TOPS;
    }
}
