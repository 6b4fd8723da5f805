package io.mpreg.engine.queue.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the fields of a record in the order in which {@link Out} wrote them. */
final class In {

    private final ByteBuffer bytes;

    In(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int bits8() {
        return bytes.get() & 0xFF;
    }

    long number() {
        long rest = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            rest |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return rest >>> 1 ^ -(rest & 1);
    }

    long bits64() {
        return bytes.getLong();
    }

    String text() {
        return text((int) number());
    }

    private String text(int length) {
        byte[] utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A text, which is one of some mostly. */
    String text(String[] mostly) {
        int length = (int) number();
        for (String one : mostly) {
            if (one.length() == length && isNext(one)) {
                bytes.position(bytes.position() + length);
                return one;
            }
        }
        return text(length);
    }

    /* Whether a text of ASCII comes next. */
    private boolean isNext(String one) {
        int at = bytes.position();
        for (int i = 0; i < one.length(); i++) {
            if (bytes.get(at + i) != one.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void skip(int count) {
        bytes.position(bytes.position() + count);
    }

    void skipText() {
        skip((int) number());
    }

    void skipOptionalText() {
        if (bits8() != 0) {
            skipText();
        }
    }

    Optional<String> optionalText() {
        return bits8() == 0 ? Optional.empty() : Optional.of(text());
    }
}
