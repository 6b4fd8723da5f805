package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class GoodbyeTest {

    private static byte[] payload(int code, int... reason) {
        ByteBuffer out = ByteBuffer.allocate(Short.BYTES + reason.length).putShort((short) code);
        for (int next : reason) {
            out.put((byte) next);
        }
        return out.array();
    }

    private static int refused(byte[] payload) {
        return catchThrowableOfType(FrameDecoder.Violation.class, () -> Goodbye.read(payload))
                .code();
    }

    @Test
    void readsWhatTheStandardAllows() throws Exception {
        assertThat(Goodbye.read(new byte[0])).isEqualTo(new Goodbye(1000, ""));
        for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999}) {
            assertThat(Goodbye.read(payload(code)).code()).isEqualTo(code);
        }
        assertThat(Goodbye.read(payload(1001, 'o', 0xC3, 0xA4)))
                .isEqualTo(new Goodbye(1001, "o\u00E4"));
    }

    @Test
    void refusesEverythingElse() {
        assertThat(refused(new byte[1])).isEqualTo(1002);
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 44_246}) {
            assertThat(refused(payload(code))).as("%d", code).isEqualTo(1002);
        }
        assertThat(refused(payload(1000, 0xC3))).isEqualTo(1007);
    }
}
