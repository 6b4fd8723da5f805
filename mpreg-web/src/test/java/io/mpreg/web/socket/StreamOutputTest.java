package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.ejb.session.Outbound;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.MessageType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamOutputTest {

    private static final int ROOM = 64 << 10;

    private LibertyStream stream = new LibertyStream(ROOM);
    private StreamOutput output = output();
    private final List<Throwable> failures = new ArrayList<>();
    private int sent;
    private int lost;

    // Of the other end.
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final List<byte[]> received = new ArrayList<>();
    private final List<Integer> controls = new ArrayList<>();
    private boolean answers = true;

    private StreamOutput output() {
        StreamOutput made = new StreamOutput(stream, new Headroom(new Random(7)), this::failed);
        stream.setWriteListener(made);
        return made;
    }

    private void failed(Throwable failure) {
        failures.add(failure);
    }

    private void send(byte[] payload) {
        output.send(
                payload,
                new Outbound.Sent() {
                    @Override
                    public void sent() {
                        sent++;
                    }

                    @Override
                    public void failed(String reason) {
                        lost++;
                    }
                });
    }

    @Test
    void writesSmallFramesAtOnce() {
        send(new byte[0]);
        send(bytes(125, 1));
        send(bytes(126, 2));
        output.pong(bytes(5, 3));
        read(ROOM);
        assertThat(received).containsExactly(new byte[0], bytes(125, 1), bytes(126, 2));
        assertThat(controls).containsExactly(Opcodes.PONG);
        assertThat(sent).isEqualTo(3);
        assertThat(stream.hasWaited()).isFalse();
    }

    @Test
    void neverWaitsAndLosesNothingHoweverTheOtherEndReads() {
        for (int seed = 0; seed < 200; seed++) {
            stream = new LibertyStream(ROOM);
            output = output();
            received.clear();
            unread.reset();
            sent = 0;
            Random random = new Random(seed);
            List<byte[]> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                // The session sends one at a time, control frames at any.
                if (sent == all.size()) {
                    byte[] next = bytes(random.nextInt(1 << 4 + random.nextInt(14)), i);
                    all.add(next);
                    send(next.clone());
                }
                if (random.nextInt(10) == 0) {
                    output.pong(bytes(4, i));
                }
                if (random.nextInt(3) == 0) {
                    read(1 + random.nextInt(2 * ROOM));
                }
            }
            for (int i = 0; i < 100; i++) {
                read(ROOM);
            }
            assertThat(stream.hasWaited()).as("seed %d", seed).isFalse();
            assertThat(sent).as("seed %d", seed).isEqualTo(all.size());
            assertThat(received.size()).as("seed %d", seed).isEqualTo(all.size());
            for (int i = 0; i < all.size(); i++) {
                assertThat(received.get(i)).as("seed %d, frame %d", seed, i).isEqualTo(all.get(i));
            }
        }
    }

    @Test
    void keepsFramesForWhoDoesNotReadAndGoesOnWhenItHas() {
        int room = 4 << 20;
        stream = new LibertyStream(room);
        output = output();
        answers = false;
        for (int i = 0; i < 40; i++) {
            send(bytes(ROOM, i));
        }
        assertThat(sent).as("a mebibyte of them").isBetween(16, 18);
        output.close(new byte[] {3, (byte) 0xF0});
        read(room);
        assertThat(controls).as("control frames do not wait").contains(Opcodes.CLOSE);
        answers = true;
        pong();
        for (int i = 0; i < 80; i++) {
            read(ROOM);
        }
        assertThat(sent).isEqualTo(40);
        assertThat(received).hasSize(40);
        assertThat(stream.hasWaited()).isFalse();
    }

    @Test
    void fillsNothingUpForWhoReadsAtOnce() {
        for (int i = 0; i < 5_000; i++) {
            send(bytes(120, i));
            read(ROOM);
        }
        assertThat(received).hasSize(5_000);
        assertThat(filled).isZero();
    }

    @Test
    void keepsWhatIsNoBlockUntilThePongThatIsExpected() {
        answers = false;
        int count = 0;
        do {
            send(bytes(120, count++));
            read(ROOM);
        } while (received.size() == count && count < ROOM);
        assertThat(count * 120).as("until no room is sure").isLessThan(Headroom.LIMIT + 120);
        assertThat(filled).isZero();
        pong();
        read(ROOM);
        assertThat(received).hasSize(count);
        assertThat(filled).isZero();
    }

    @Test
    void fillsABlockUpIfNoPongIsExpected() {
        send(bytes(ROOM, 1));
        for (int i = 0; i < 5; i++) {
            read(ROOM);
        }
        assertThat(received).hasSize(1);
        assertThat(filled).as("with the ping").isOne();
        send(bytes(120, 2));
        read(ROOM);
        assertThat(received).hasSize(2);
        assertThat(filled).isOne();
    }

    @Test
    void answersTheLastPingOfThoseWhoDoNotReadAnswers() {
        stream = new LibertyStream(40 << 10);
        output = output();
        send(bytes(ROOM, 1));
        for (int i = 0; i < 1000; i++) {
            output.pong(bytes(4, i));
        }
        for (int i = 0; i < 5; i++) {
            read(ROOM);
        }
        assertThat(controls).containsExactly(Opcodes.PONG);
    }

    @Test
    void endsWhenWhatIsUnderWayIsWritten() {
        boolean[] ended = {false};
        stream = new LibertyStream(40 << 10);
        output = output();
        send(bytes(ROOM, 1));
        send(bytes(10, 2));
        output.end(() -> ended[0] = true);
        assertThat(ended[0]).as("a block is under way").isFalse();
        for (int i = 0; i < 5; i++) {
            read(ROOM);
        }
        assertThat(ended[0]).isTrue();
        send(bytes(10, 3));
        assertThat(received).containsExactly(bytes(ROOM, 1));
        assertThat(lost).isEqualTo(2);
    }

    @Test
    void tellsOnceThatTheStreamIsBroken() {
        boolean[] ended = {false};
        send(bytes(10, 1));
        stream.breaks();
        send(bytes(10, 2));
        send(bytes(10, 3));
        assertThat(sent).isEqualTo(1);
        assertThat(lost).isEqualTo(2);
        assertThat(failures).hasSize(1);
        output.end(() -> ended[0] = true);
        assertThat(ended[0]).isTrue();
        output.onError(new IllegalStateException("again"));
        assertThat(failures).hasSize(1);
    }

    @Test
    void fillsUpWithFramesThatAreSteppedOver() {
        for (int wanted = 1; wanted < 400; wanted++) {
            byte[] frame = StreamOutput.filling(wanted);
            int bytes = frame.length;
            assertThat(bytes).isIn(wanted, wanted + StreamOutput.BLOCK);
            assertThat(frame[0]).isEqualTo((byte) 0x82);
            int head = (frame[1] & 0x7F) < 126 ? 2 : 4;
            int length = head == 2 ? frame[1] : (frame[2] & 0xFF) << Byte.SIZE | frame[3] & 0xFF;
            assertThat(length).isEqualTo(bytes - head);
            BinaryReader in = new BinaryReader(Arrays.copyOfRange(frame, head, bytes));
            assertThat(in.next()).isEqualTo(MessageType.FILLING);
            assertThat(in.next()).isNegative();
        }
    }

    /* The other end reads some bytes, and answers pings. */
    private void read(int most) {
        unread.writeBytes(stream.read(most));
        byte[] bytes = unread.toByteArray();
        int at = 0;
        while (bytes.length - at >= 2) {
            int head = 2;
            long size = bytes[at + 1];
            int more = size == 126 ? Short.BYTES : size == 127 ? Long.BYTES : 0;
            if (bytes.length - at < 2 + more) {
                break;
            }
            if (more > 0) {
                size = 0;
                for (int i = 0; i < more; i++) {
                    size = size << Byte.SIZE | bytes[at + 2 + i] & 0xFF;
                }
            }
            head += more;
            if (bytes.length - at < head + size) {
                break;
            }
            int end = at + head + (int) size;
            frame(bytes[at] & Opcodes.ALL, Arrays.copyOfRange(bytes, at + head, end));
            at = end;
        }
        unread.reset();
        unread.write(bytes, at, bytes.length - at);
    }

    private byte[] pinged = {};
    private int filled;

    private void frame(int opcode, byte[] payload) {
        if (opcode == Opcodes.PING) {
            pinged = payload;
            if (answers) {
                pong();
            }
        } else if (opcode != Opcodes.BINARY) {
            controls.add(opcode);
        } else if (payload.length < 2 || payload[1] != MessageType.FILLING || payload[0] != 1) {
            received.add(payload);
        } else {
            filled++;
        }
    }

    private void pong() {
        output.answered(ByteBuffer.wrap(pinged));
    }

    /* Distinct, and none of them looks like filling. */
    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        if (size > 0) {
            bytes[0] = (byte) (seed | 2);
        }
        return bytes;
    }
}
