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
        byte[] utf8 = new byte[(int) number()];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    Optional<String> optionalText() {
        return bits8() == 0 ? Optional.empty() : Optional.of(text());
    }
}
