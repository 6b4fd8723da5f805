package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

    private static final int MOST = 1 << 20;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final List<String> got = new ArrayList<>();
    private final FrameDecoder decoder = decoder();

    private FrameDecoder decoder() {
        return new FrameDecoder(
                new FrameDecoder.Sink() {
                    @Override
                    public void message(byte[] bytes) {
                        got.add("message " + Arrays.hashCode(bytes));
                    }

                    @Override
                    public void control(int opcode, byte[] payload) {
                        got.add(opcode + " " + Arrays.hashCode(payload));
                    }
                },
                MOST);
    }

    @Test
    void findsFramesHoweverTheyAreCut() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            got.clear();
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            byte[] stream = stream(random, expected);
            FrameDecoder one = decoder();
            for (int at = 0; at < stream.length; ) {
                int next =
                        Math.min(stream.length, at + 1 + random.nextInt(1 << random.nextInt(17)));
                one.take(stream, at, next);
                at = next;
            }
            assertThat(got).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /* Messages, some in several frames, and control frames in between. */
    private static byte[] stream(Random random, List<String> expected) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            byte[] message = new byte[random.nextInt(1 << random.nextInt(19))];
            random.nextBytes(message);
            int parts = 1 + random.nextInt(3);
            for (int part = 0; part < parts; part++) {
                int from = (int) ((long) message.length * part / parts);
                int to = (int) ((long) message.length * (part + 1) / parts);
                int opcode = part == 0 ? Opcodes.BINARY : Opcodes.CONTINUATION;
                int last = part == parts - 1 ? FINAL : 0;
                all.writeBytes(frame(last | opcode, Arrays.copyOfRange(message, from, to), random));
                if (last == 0 && random.nextBoolean()) {
                    byte[] ping = new byte[random.nextInt(126)];
                    random.nextBytes(ping);
                    all.writeBytes(frame(FINAL | Opcodes.PING, ping, random));
                    expected.add(Opcodes.PING + " " + Arrays.hashCode(ping));
                }
            }
            expected.add("message " + Arrays.hashCode(message));
        }
        return all.toByteArray();
    }

    private static byte[] frame(int first, byte[] payload, Random random) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int size = payload.length;
        if (size < 126) {
            frame.write(MASKED | size);
        } else {
            int bytes = size < 1 << 16 ? Short.BYTES : Long.BYTES;
            frame.write(MASKED | (bytes == Short.BYTES ? 126 : 127));
            for (int i = bytes - 1; i >= 0; i--) {
                frame.write((int) ((long) size >>> Byte.SIZE * i));
            }
        }
        byte[] key = new byte[4];
        random.nextBytes(key);
        frame.writeBytes(key);
        for (int i = 0; i < size; i++) {
            frame.write(payload[i] ^ key[i & 3]);
        }
        return frame.toByteArray();
    }

    @Test
    void saysWithWhichCodeToCloseWhatIsWrong() {
        refuses(Opcodes.PROTOCOL_ERROR, "extension", frame(FINAL | 0x40 | Opcodes.BINARY, 1));
        refuses(Opcodes.PROTOCOL_ERROR, "mask", new byte[] {(byte) 0x82, 0, 0, 0, 0, 0});
        refuses(Opcodes.PROTOCOL_ERROR, "opcode 3", frame(FINAL | 3, 1));
        refuses(Opcodes.PROTOCOL_ERROR, "control", frame(Opcodes.PING, 1));
        refuses(Opcodes.PROTOCOL_ERROR, "control", frame(FINAL | Opcodes.PONG, 126));
        refuses(Opcodes.PROTOCOL_ERROR, "no place", frame(FINAL | Opcodes.CONTINUATION, 1));
        refuses(
                Opcodes.PROTOCOL_ERROR,
                "no place",
                frame(Opcodes.BINARY, 1),
                frame(FINAL | Opcodes.BINARY, 1));
        refuses(Opcodes.UNSUPPORTED, "bytes", frame(FINAL | Opcodes.TEXT, 1));
        refuses(Opcodes.TOO_BIG, "at most", frame(FINAL | Opcodes.BINARY, MOST + 1));
        refuses(
                Opcodes.TOO_BIG,
                "at most",
                frame(Opcodes.BINARY, MOST),
                frame(FINAL | Opcodes.CONTINUATION, 1));
        byte[] negative = new byte[14];
        Arrays.fill(negative, (byte) 0xFF);
        negative[0] = (byte) (FINAL | Opcodes.BINARY);
        refuses(Opcodes.TOO_BIG, "at most", negative);
    }

    private static byte[] frame(int first, int size) {
        return frame(first, new byte[size], new Random(1));
    }

    private void refuses(int code, String reason, byte[]... frames) {
        FrameDecoder one = decoder();
        assertThatThrownBy(
                        () -> {
                            for (byte[] frame : frames) {
                                one.take(frame, 0, frame.length);
                            }
                        })
                .isInstanceOfSatisfying(
                        FrameDecoder.Violation.class,
                        violation -> assertThat(violation.code()).isEqualTo(code))
                .hasMessageContaining(reason);
    }

    @Test
    void takesTheLargestMessage() throws Exception {
        byte[] frame = frame(FINAL | Opcodes.BINARY, MOST);
        decoder.take(frame, 0, frame.length);
        assertThat(got).containsExactly("message " + Arrays.hashCode(new byte[MOST]));
    }
}
