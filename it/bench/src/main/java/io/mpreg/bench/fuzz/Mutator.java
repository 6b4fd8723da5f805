package io.mpreg.bench.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes wrong frames of right ones: bits flipped, pieces dropped, doubled, put elsewhere, two
 * frames joined, values at their limits. The same seed makes the same frames.
 */
final class Mutator {

    /** One text in so many may be anything but UTF-8. */
    private static final int NOT_UTF8 = 2_000;

    private static final int MOST = 64 << 10;
    private static final int DEEP = 2_000;
    private static final List<byte[]> TOKENS =
            List.of(
                    token("null"),
                    token("-1"),
                    token("99999999999999999999"),
                    token("1e999"),
                    token("9223372036854775807"),
                    token("\"\""),
                    token("{}"),
                    token("[]"),
                    token("\\u0000"),
                    token("\\ud800"),
                    token("\"mpreg.x\""),
                    token("**"),
                    token(",,"),
                    token("{\"$ref\":\"a.b\"}"),
                    token("{\"$bytes\":\"!\"}"),
                    token("[".repeat(DEEP)),
                    token("{\"a\":".repeat(DEEP)),
                    token("x".repeat(5_000)),
                    new byte[] {(byte) 0xC0, (byte) 0x80},
                    new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F},
                    new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});

    private final List<byte[]> seeds;
    private final boolean text;
    private final Random random;

    /**
     * @param text whether frames are texts: most must be UTF-8, or the container closes the
     *     connection before anything else looks at them
     */
    Mutator(List<byte[]> seeds, boolean text, Random random) {
        this.seeds = seeds;
        this.text = text;
        this.random = random;
    }

    private static byte[] token(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A frame as it should be. */
    byte[] valid() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    /** A frame that was right once. */
    byte[] next() {
        byte[] frame = valid().clone();
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            frame = step(frame);
        }
        byte[] made = frame.length > MOST ? Arrays.copyOf(frame, MOST) : frame;
        boolean asItIs = !text || random.nextInt(NOT_UTF8) == 0;
        return asItIs
                ? made
                : new String(made, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] step(byte[] frame) {
        int at = random.nextInt(frame.length + 1);
        int to = Math.min(frame.length, at + random.nextInt(16));
        switch (random.nextInt(8)) {
            case 0:
            case 1:
                if (at < frame.length) {
                    frame[at] ^= (byte) (1 << random.nextInt(8));
                }
                return frame;
            case 2:
                if (at < frame.length) {
                    frame[at] = (byte) random.nextInt(256);
                }
                return frame;
            case 3: // a piece is missing
                return joined(frame, 0, at, frame, to, frame.length);
            case 4: // the end is missing
                return Arrays.copyOf(frame, at);
            case 5: // a piece comes twice
                return joined(frame, 0, to, frame, at, frame.length);
            case 6: // the beginning of one, the end of another
                byte[] other = valid();
                return joined(frame, 0, at, other, random.nextInt(other.length), other.length);
            default:
                byte[] token = TOKENS.get(random.nextInt(TOKENS.size()));
                byte[] begun = joined(frame, 0, at, token, 0, token.length);
                return joined(begun, 0, begun.length, frame, to, frame.length);
        }
    }

    private static byte[] joined(byte[] a, int a0, int a1, byte[] b, int b0, int b1) {
        byte[] all = new byte[a1 - a0 + b1 - b0];
        System.arraycopy(a, a0, all, 0, a1 - a0);
        System.arraycopy(b, b0, all, a1 - a0, b1 - b0);
        return all;
    }
}
