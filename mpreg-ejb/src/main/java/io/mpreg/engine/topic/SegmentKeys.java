package io.mpreg.engine.topic;

import java.util.SplittableRandom;

/**
 * Turns segments into numbers of 64 bits.
 *
 * <p>Up to eight ASCII characters are their own key, packed into a positive long; a longer or wider
 * segment has a hash as key, which is negative and has to be verified.
 *
 * <p><b>Threads.</b> Without state; the seed keeps others from choosing segments that collide.
 */
final class SegmentKeys {

    static final long STAR = '*';
    static final long HASH = '#';

    private static final long HASHED = 1L << 63;
    private static final int PACKED = 8;
    private static final long SEED = new SplittableRandom().nextLong();

    private SegmentKeys() {}

    /**
     * The keys of a text's segments, which the array must have room for.
     *
     * @return how many there are
     */
    static int of(String text, long[] into) {
        int length = text.length();
        int count = 0;
        int size = 0;
        long word = 0;
        long hash = SEED;
        int wide = 0;
        for (int i = 0; i < length; i++) {
            int c = text.charAt(i);
            if (c == '.') {
                into[count++] = key(word, hash, size, wide);
                size = 0;
                word = 0;
                hash = SEED;
                wide = 0;
            } else {
                if (size >= PACKED && (size & 7) == 0) {
                    hash = SlotTable.hash(hash ^ word);
                    word = 0;
                }
                word = word << 8 ^ c;
                wide |= c;
                size++;
            }
        }
        into[count++] = key(word, hash, size, wide);
        return count;
    }

    private static long key(long word, long hash, int size, int wide) {
        return size <= PACKED && wide < 0x80 ? word : SlotTable.hash(hash ^ word) | HASHED;
    }

    /** Writes the characters of a segment that is its own key. */
    static void append(long key, StringBuilder to) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            int c = (int) (key >>> shift) & 0xFF;
            if (c != 0) {
                to.append((char) c);
            }
        }
    }
}
