package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadroomTest {

    private static final int SMALL = 1000;

    private final Headroom headroom = new Headroom(new Random(7));

    @Test
    void takesSmallFramesUntilTheLimitAndNoneBeyond() {
        int taken = 0;
        while (headroom.takes(SMALL)) {
            taken += SMALL;
        }
        assertThat(taken).isEqualTo(Headroom.LIMIT / SMALL * SMALL);
        assertThat(headroom.takes(1)).isFalse();
    }

    @Test
    void leavesLargeFramesToTheContainer() {
        assertThat(headroom.takes(Headroom.LARGEST + 1)).isFalse();
        assertThat(headroom.takes(Headroom.LARGEST - 1)).isTrue();
    }

    @Test
    void asksOnceWhenHalfIsUsedAndGoesOnWhenAnswered() {
        assertThat(headroom.due()).isNull();
        fill(Headroom.LIMIT / 2);
        ByteBuffer mark = due();
        assertThat(headroom.due()).as("one ping at a time").isNull();
        fill(Headroom.LIMIT / 2);
        assertThat(headroom.takes(1)).as("full").isFalse();
        headroom.answered(mark);
        assertThat(headroom.takes(SMALL)).as("what came before the ping has been read").isTrue();
        assertThat(headroom.takes(Headroom.LARGEST)).as("but not what came after it").isFalse();
    }

    @Test
    void believesNoPongThatWasNotAskedFor() {
        fill(Headroom.LIMIT);
        ByteBuffer mark = due();
        headroom.answered(ByteBuffer.allocate(0));
        headroom.answered(ByteBuffer.allocate(Long.BYTES).putLong(mark.getLong(0) + 1).flip());
        assertThat(headroom.takes(1)).isFalse();
        headroom.answered(mark.duplicate());
        assertThat(headroom.takes(SMALL)).isTrue();
        fill(Headroom.LIMIT - SMALL);
        headroom.answered(mark);
        assertThat(headroom.takes(1)).as("an answer counts once").isFalse();
    }

    @Test
    void doesNotAskWhenEvenThePingMightWait() {
        assertThat(headroom.takes(SMALL)).isTrue();
        assertThat(headroom.takes(4 * Headroom.LIMIT)).isFalse();
        assertThat(headroom.due()).isNull();
        headroom.answered(headroom.mark());
        assertThat(headroom.takes(SMALL)).as("the heartbeat's ping was answered").isTrue();
    }

    @Test
    void doesNotAskForTheSakeOfLargeFrames() {
        assertThat(headroom.takes(Headroom.LARGEST + 1)).isFalse();
        assertThat(headroom.due()).isNull();
        headroom.takes(SMALL);
        assertThat(headroom.due()).isNotNull();
    }

    private ByteBuffer due() {
        return Objects.requireNonNull(headroom.due());
    }

    private void fill(int bytes) {
        for (int left = bytes; left > 0; left -= SMALL) {
            headroom.takes(Math.min(left, SMALL));
        }
    }
}
