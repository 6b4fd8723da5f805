package io.mpreg.api;

import java.time.Instant;

/**
 * A universally unique id that sorts by the time of its making: 48 bits of milliseconds since 1970,
 * then 80 bits that are random or counted up within a millisecond.
 *
 * <p>Written as 26 characters of Crockford's base 32, as the <a
 * href="https://github.com/ulid/spec">ULID specification</a> has it.
 *
 * <pre>{@code
 * Ulid id = Ulid.parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
 * Instant made = id.instant();
 * }</pre>
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param high the time stamp and the first 16 of the other bits
 * @param low the last 64 bits
 * @since 0.1
 */
public record Ulid(long high, long low) implements Comparable<Ulid> {

    /** How many characters the text of a ULID has. */
    public static final int LENGTH = 26;

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final byte[] VALUES = values();

    /**
     * Reads a ULID; lower-case letters are accepted, and {@code I}, {@code L}, {@code O} as the
     * digits that they look like.
     *
     * @throws MpregRequestException {@link ErrorCode#BAD_REQUEST} if the text is not a ULID
     */
    public static Ulid parse(String text) {
        if (text.length() != LENGTH) {
            throw invalid(text, "it has " + text.length() + " characters instead of " + LENGTH);
        }
        if (text.charAt(0) > '7') {
            throw invalid(text, "its first character is above 7");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0) {
                throw invalid(text, "character " + (i + 1) + " is not of Crockford's base 32");
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | value;
        }
        return new Ulid(high, low);
    }

    /** Whether the text is a ULID that {@link #parse} accepts. */
    public static boolean isValid(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                return false;
            }
        }
        return true;
    }

    /** When this id was made, in milliseconds since 1970. */
    public long millis() {
        return high >>> 16;
    }

    /** When this id was made, to the millisecond. */
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public int compareTo(Ulid other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long h = high;
        long l = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) (l & 31)];
            l = l >>> 5 | h << 59;
            h >>>= 5;
        }
        return new String(text);
    }

    private static MpregRequestException invalid(String text, String reason) {
        return MpregRequestException.field("messageId", "'" + text + "' is not a ULID: " + reason);
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        java.util.Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
            values[Character.toLowerCase(DIGITS[i])] = (byte) i;
        }
        values['I'] = values['i'] = values['L'] = values['l'] = 1;
        values['O'] = values['o'] = 0;
        return values;
    }
}
