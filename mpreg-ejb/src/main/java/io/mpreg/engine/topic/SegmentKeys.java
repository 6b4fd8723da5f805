package io.mpreg.engine.topic;

import java.util.SplittableRandom;

/**
 * Turns segments into numbers of 64 bits.
 *
 * <p>Up to ten plain characters are their own key, packed into a positive long. The key of any
 * other segment is negative and does not identify it alone. Up to twenty plain characters do so
 * together with a second key, which is positive; the second key of all others is negative, and
 * their text has to be compared.
 *
 * <p><b>Threads.</b> Without state; the seed keeps others from choosing segments that collide.
 */
final class SegmentKeys {

    /** The characters that can be packed: all that the grammar allows below 128. */
    private static final String PLAIN =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:/@%+=*#";

    private static final int RADIX = PLAIN.length() + 1;
    private static final int PACKED = 10;
    private static final byte[] DIGITS = new byte[128];
    private static final long NEGATIVE = 1L << 63;

    /** The second key of a segment that has to be compared as text. */
    static final long TEXT = -1;

    static {
        for (int i = 0; i < PLAIN.length(); i++) {
            DIGITS[PLAIN.charAt(i)] = (byte) (i + 1);
        }
    }

    static final long STAR = DIGITS['*'];
    static final long HASH = DIGITS['#'];
    static final long SEED = new SplittableRandom().nextLong();

    private SegmentKeys() {}

    /**
     * The keys of a text's segments, which the array must have room for.
     *
     * @return how many there are
     */
    static int of(String text, long[] into) {
        int length = text.length();
        int count = 0;
        int words = 0;
        int size = 0;
        long word = 0;
        long hash = SEED;
        int plain = 1;
        for (int i = 0; i <= length; i++) {
            int c = i < length ? text.charAt(i) : '.';
            if (c == '.') {
                into[count++] = words == 0 && plain != 0 ? word : key(hash, word, words, plain);
                words = 0;
                size = 0;
                word = 0;
                hash = SEED;
                plain = 1;
                continue;
            }
            if (size == PACKED) {
                hash = words++ == 0 ? word : SlotTable.hash(hash ^ word);
                size = 0;
                word = 0;
            }
            int digit = digit(c);
            plain = digit == 0 ? 0 : plain;
            word = word * RADIX + (digit == 0 ? c : digit);
            size++;
        }
        return count;
    }

    /** If there are two words, the hash is the first one. */
    private static long key(long hash, long word, int words, int plain) {
        if (words == 1 && plain != 0) {
            return NEGATIVE | hash + mask(word);
        }
        return NEGATIVE | SlotTable.hash(hash ^ word ^ SEED);
    }

    private static long mask(long second) {
        return SlotTable.hash(second ^ SEED);
    }

    private static int digit(int c) {
        return c < DIGITS.length ? DIGITS[c] : 0;
    }

    /** The second key of the segment there, whose key is negative. */
    static long second(String text, int from) {
        int end = Segments.end(text, from);
        if (end - from > PACKED * 2) {
            return TEXT;
        }
        long word = 0;
        for (int i = from; i < end; i++) {
            int digit = digit(text.charAt(i));
            if (digit == 0) {
                return TEXT;
            }
            word = i < from + PACKED ? 0 : word * RADIX + digit;
        }
        return word;
    }

    /** Writes the characters of a segment that its keys identify. */
    static void append(long key, long second, StringBuilder to) {
        if (key > 0) {
            unpack(key, to);
        } else {
            unpack(key - mask(second) & ~NEGATIVE, to);
            unpack(second, to);
        }
    }

    private static void unpack(long word, StringBuilder to) {
        int at = to.length();
        for (long rest = word; rest != 0; rest /= RADIX) {
            to.append(PLAIN.charAt((int) (rest % RADIX) - 1));
        }
        for (int end = to.length() - 1; at < end; at++, end--) {
            char c = to.charAt(at);
            to.setCharAt(at, to.charAt(end));
            to.setCharAt(end, c);
        }
    }
}
