package io.mpreg.wire.bin;

import io.mpreg.api.Headers;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Publication;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a frame: the version, then messages, each with {@link #begin} and {@link #end}.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
public final class BinaryWriter {

    /** The length of a message is written into as many bytes, whatever it is. */
    private static final int LENGTH_BYTES = 4;

    private final int from;
    private byte[] out;
    private int at;
    private int body;
    private final JsonWriter json = new JsonWriter();
    private final LastLetter lastLetter = new LastLetter();
    private @Nullable Publication lastPublication;
    private boolean refers;

    /** A frame without messages. */
    public BinaryWriter() {
        this(0);
    }

    /**
     * A frame without messages, with room before it for what its carrier needs.
     *
     * @param room how many bytes of {@link #array} the frame leaves free at the beginning
     */
    public BinaryWriter(int room) {
        from = room;
        out = new byte[256 + room];
        clear();
    }

    /** Begins another frame. */
    public void clear() {
        at = from;
        forget();
        octet(MessageType.VERSION);
    }

    /**
     * Says whether a message may refer to the one before it in the frame, because whoever reads it
     * knows {@link Feature#REFERENCES} and every message stays in the frame it is written to.
     */
    public void refers(boolean may) {
        refers = may;
    }

    /** The message that the next one may refer to; null if it may refer to none. */
    @Nullable LastLetter lastLetter() {
        return refers ? lastLetter : null;
    }

    /** The publication that the next one may refer to; null if there is none. */
    @Nullable Publication lastPublication() {
        return lastPublication;
    }

    /** A publication was written. */
    void published(Publication publication) {
        if (refers) {
            lastPublication = publication;
        }
    }

    /** How many bytes the frame has. */
    public int size() {
        return at - from;
    }

    /** Forgets what was written after the frame had so many bytes. */
    public void cut(int size) {
        at = from + size;
        forget();
    }

    /* What comes next stands for itself. */
    private void forget() {
        lastLetter.clear();
        lastPublication = null;
    }

    /** Whether there is a message. */
    public boolean isEmpty() {
        return at == from + 1;
    }

    /** A copy of the frame. */
    public byte[] toBytes() {
        return tail(0);
    }

    /** A copy of the frame from its byte number so much on. */
    public byte[] tail(int first) {
        return Arrays.copyOfRange(out, from + first, at);
    }

    /** Where the frame is, after the room before it; until something more is written. */
    public byte[] array() {
        return out;
    }

    /** Begins a message. */
    public BinaryWriter begin(int type) {
        octet(type);
        ensure(LENGTH_BYTES);
        at += LENGTH_BYTES;
        body = at;
        return this;
    }

    /** Ends the message that was begun. */
    public BinaryWriter end() {
        int length = at - body;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int more = i < LENGTH_BYTES - 1 ? 0x80 : 0;
            out[body - LENGTH_BYTES + i] = (byte) (length >>> 7 * i & 0x7F | more);
        }
        return this;
    }

    /** A message that is an object of the JSON protocol. */
    public BinaryWriter json(Consumer<JsonWriter> object) {
        json.cut(0);
        object.accept(json);
        return json(json.toBytes());
    }

    /** A message that is an object of the JSON protocol. */
    public BinaryWriter json(byte[] utf8) {
        return begin(MessageType.JSON).rest(utf8).end();
    }

    public BinaryWriter octet(int value) {
        ensure(1);
        out[at++] = (byte) value;
        return this;
    }

    /** A number that is not negative, the smaller the shorter. */
    public BinaryWriter number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return this;
    }

    public BinaryWriter ulid(Ulid id) {
        fixed(id.high());
        fixed(id.low());
        return this;
    }

    private void fixed(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out[at++] = (byte) (value >>> shift);
        }
    }

    public BinaryWriter text(String text) {
        int length = text.length();
        ensure(length + 5);
        int from = at;
        if (length < 0x80) {
            out[at++] = (byte) length;
            int i = 0;
            char c;
            while (i < length && (c = text.charAt(i)) < 0x80) {
                out[at++] = (byte) c;
                i++;
            }
            if (i == length) {
                return this;
            }
            at = from;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).rest(utf8);
    }

    public BinaryWriter headers(Headers headers) {
        number(headers.values().size());
        for (Map.Entry<String, String> header : headers.values().entrySet()) {
            text(header.getKey()).text(header.getValue());
        }
        return this;
    }

    /** Bytes up to the end of the message. */
    public BinaryWriter rest(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, out, at, bytes.length);
        at += bytes.length;
        return this;
    }

    /**
     * A text as JSON, up to the end of the message, if it can stand there as it is.
     *
     * @return false if it cannot; nothing is written then
     */
    boolean plainJson(String text) {
        byte[] utf8 = Json.plain(text);
        if (utf8 == null) {
            return false;
        }
        ensure(utf8.length + 2);
        out[at++] = '"';
        System.arraycopy(utf8, 0, out, at, utf8.length);
        at += utf8.length;
        out[at++] = '"';
        return true;
    }

    /** Some bytes of an array. */
    public BinaryWriter bytes(byte[] array, int from, int to) {
        ensure(to - from);
        System.arraycopy(array, from, out, at, to - from);
        at += to - from;
        return this;
    }

    private void ensure(int more) {
        if (out.length - at < more) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(at, more), out.length << 1));
        }
    }
}
