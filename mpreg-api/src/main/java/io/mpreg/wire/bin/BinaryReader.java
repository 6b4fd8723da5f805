package io.mpreg.wire.bin;

import io.mpreg.api.Headers;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Publication;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a frame: {@link #next} steps to a message, the other methods read what it holds.
 *
 * <p><b>Not</b> safe for use by several threads.
 *
 * <p><b>Failure.</b> {@link BinaryException} for whatever is not there.
 */
public final class BinaryReader {

    private static final int MOST_HEADERS = 1_000;

    private final byte[] in;
    private final int last;
    private final @Nullable Texts texts;
    private final LastPush push = new LastPush();
    private @Nullable Publication publication;
    private int at;
    private int end;

    // The time that was read last: many messages of a frame have the same.
    private Instant instant = Instant.EPOCH;
    private long millis;

    /** Reads a whole frame. */
    public BinaryReader(byte[] frame) {
        this(frame, 0, frame.length, null);
    }

    /** Reads a whole frame, of a connection on which these texts came lately. */
    public BinaryReader(byte[] frame, Texts texts) {
        this(frame, 0, frame.length, texts);
    }

    /**
     * Reads a frame that is a part of an array, which must not change meanwhile.
     *
     * @param texts what came lately over the connection; null for none
     */
    public BinaryReader(byte[] array, int from, int to, @Nullable Texts texts) {
        in = array;
        this.texts = texts;
        last = to;
        end = from + 1;
        if (from >= to || array[from] != MessageType.VERSION) {
            throw new BinaryException("the first byte of a frame must be " + MessageType.VERSION);
        }
    }

    /** Reads bytes that are no frame, from the first one on. */
    static BinaryReader unframed(byte[] bytes) {
        return new BinaryReader(bytes, bytes.length);
    }

    private BinaryReader(byte[] bytes, int length) {
        in = bytes;
        texts = null;
        last = length;
        end = length;
    }

    /**
     * Steps to the next message.
     *
     * @return its type; -1 at the end of the frame
     */
    public int next() {
        at = end;
        if (at == last) {
            return -1;
        }
        end = last;
        int type = octet();
        long length = number();
        if (length > last - at) {
            throw wrong("a message goes beyond the end of the frame");
        }
        end = at + (int) length;
        return type;
    }

    /** The publication that was read last; null if there is none. */
    @Nullable Publication lastPublication() {
        return publication;
    }

    /** A publication was read. */
    void published(Publication read) {
        publication = read;
    }

    /** The message of a subscription that was read last. */
    LastPush lastPush() {
        return push;
    }

    public int octet() {
        need(1);
        return in[at++] & 0xFF;
    }

    /** The next octet, which is still to be read. */
    int peek() {
        need(1);
        return in[at] & 0xFF;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw wrong("a number has more than nine bytes");
    }

    public Ulid ulid() {
        need(16);
        return new Ulid(fixed(), fixed());
    }

    private long fixed() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | in[at++] & 0xFF;
        }
        return value;
    }

    public String text() {
        int length = length(number());
        String text = new String(in, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** A text that is likely to come again, such as a topic. */
    public String name() {
        Texts lately = texts;
        if (lately == null) {
            return text();
        }
        int length = length(number());
        String text = lately.of(in, at, length);
        at += length;
        return text;
    }

    /** A time, as milliseconds since 1970. */
    Instant instant() {
        long number = number();
        if (number != millis) {
            instant = Instant.ofEpochMilli(number);
            millis = number;
        }
        return instant;
    }

    public Headers headers() {
        long count = number();
        if (count > MOST_HEADERS) {
            throw wrong("there are " + count + " headers, at most " + MOST_HEADERS + " may be");
        }
        Map<String, String> values = new HashMap<>();
        for (long i = 0; i < count; i++) {
            String name = text();
            values.put(name, text());
        }
        return new Headers(values);
    }

    /** A copy of the next so many bytes. */
    public byte[] bytes(long count) {
        int length = length(count);
        byte[] bytes = Arrays.copyOfRange(in, at, at + length);
        at += length;
        return bytes;
    }

    /** A copy of the bytes up to the end of the message. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(in, at, end);
        at = end;
        return rest;
    }

    private int length(long wanted) {
        if (wanted > end - at) {
            throw wrong("something goes beyond the end of its message");
        }
        return (int) wanted;
    }

    private void need(int bytes) {
        if (end - at < bytes) {
            throw wrong("a message ends too early");
        }
    }

    private BinaryException wrong(String what) {
        return new BinaryException("no frame: " + what + ", at byte " + at);
    }
}
