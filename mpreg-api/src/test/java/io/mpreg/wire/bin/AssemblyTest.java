package io.mpreg.wire.bin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    private static final long MOST = 1 << 20;

    private final Assembly assembly = new Assembly(MOST);

    private static byte[] message(Random random, int length) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        return message;
    }

    private static List<PartForm.Part> parts(long transfer, byte[] message) {
        List<PartForm.Part> parts = new ArrayList<>();
        for (byte[] part : PartForm.split(transfer, message)) {
            byte[] frame = new byte[part.length + 1];
            frame[0] = MessageType.VERSION;
            System.arraycopy(part, 0, frame, 1, part.length);
            BinaryReader in = new BinaryReader(frame);
            assertThat(in.next()).isEqualTo(MessageType.PART);
            parts.add(PartForm.part(in));
            assertThat(in.next()).isEqualTo(-1);
        }
        return parts;
    }

    private static PartForm.Part part(long transfer, boolean first, boolean last, int... sizes) {
        return new PartForm.Part(
                transfer, first, last, sizes.length > 1 ? sizes[1] : 0, new byte[sizes[0]]);
    }

    @Test
    void messagesComeTogetherWhateverTheOrderOfTheirParts() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<byte[]> messages = new ArrayList<>();
            List<ArrayDeque<PartForm.Part>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                messages.add(message(random, 1 + random.nextInt(250_000)));
                waiting.add(new ArrayDeque<>(parts(i, messages.get(i))));
            }
            int whole = 0;
            while (whole < messages.size()) {
                int next = random.nextInt(messages.size());
                PartForm.Part part = waiting.get(next).poll();
                byte[] frame = part == null ? null : assembly.take(part);
                if (frame != null) {
                    whole++;
                    assertThat(frame[0]).isEqualTo((byte) MessageType.VERSION);
                    assertThat(Arrays.copyOfRange(frame, 1, frame.length))
                            .as("seed " + seed)
                            .isEqualTo(messages.get(next));
                }
            }
            assertThat(assembly.held()).isZero();
        }
    }

    @Test
    void whatIsTooLongIsRefusedWithItsFirstPart() {
        assertThatThrownBy(() -> assembly.take(part(1, true, false, 10, (int) MOST + 1)))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThat(assembly.take(part(1, false, true, 10))).isNull();
        assertThat(assembly.held()).isZero();
    }

    @Test
    void memoryGrowsWithWhatHasCome() {
        assembly.take(part(1, true, false, 10, (int) MOST));
        assertThat(assembly.held()).isLessThan(2 * PartForm.MOST);
    }

    @Test
    void thoseUnderWayAreBoundedTogether() {
        assembly.take(part(1, true, false, 10, (int) MOST - 10));
        assertThatThrownBy(() -> assembly.take(part(2, true, false, 10, 20)))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
        Assembly other = new Assembly(MOST);
        for (int i = 0; i < 4; i++) {
            other.take(part(i, true, false, 1, 2));
        }
        assertThatThrownBy(() -> other.take(part(4, true, false, 1, 2)))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
        assertThat(other.take(part(0, false, true, 1))).hasSize(3);
        other.take(part(4, true, false, 1, 2));
    }

    @Test
    void partsThatDoNotFitAreBroken() {
        assembly.take(part(1, true, false, 10, 20));
        assertThatThrownBy(() -> assembly.take(part(1, true, false, 10, 20)))
                .isInstanceOf(BinaryException.class);
        assertThatThrownBy(() -> assembly.take(part(1, false, false, 11)))
                .isInstanceOf(BinaryException.class);
        assertThat(assembly.take(part(1, false, true, 10))).isNull();
        assembly.take(part(2, true, false, 10, 20));
        assertThatThrownBy(() -> assembly.take(part(2, false, true, 9)))
                .isInstanceOf(BinaryException.class);
        assertThatThrownBy(() -> assembly.take(part(3, true, true, 5, 4)))
                .isInstanceOf(BinaryException.class);
        assertThat(assembly.held()).isZero();
    }

    @Test
    void theFirstPartTellsWhatAMessageIs() {
        BinaryWriter out = new BinaryWriter();
        CallForm.call(
                out,
                700,
                new CallForm.Call(
                        "c",
                        "f",
                        List.of(),
                        java.util.Map.of(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty()));
        assertThat(PartForm.head(out.tail(1))).isEqualTo(new PartForm.Head(MessageType.CALL, 700));
        assertThatThrownBy(() -> PartForm.head(new byte[] {1})).isInstanceOf(BinaryException.class);
    }
}
