package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration PACE = Duration.ofSeconds(5);
    private static final int MOST = 3;

    private final ManualThreads threads = new ManualThreads();
    private int asked;
    private int givenUp;

    private Heartbeat started(Runnable ask) {
        Heartbeat made = new Heartbeat(threads, MOST, "here", ask, () -> givenUp++);
        made.start(PACE);
        return made;
    }

    private void beats(int times) {
        threads.pass(PACE.multipliedBy(times));
    }

    @Test
    void givesUpWhenNothingComes() {
        started(() -> asked++);
        beats(MOST);
        assertThat(asked).isEqualTo(MOST);
        assertThat(givenUp).isZero();
        beats(1);
        assertThat(givenUp).isEqualTo(1);
        assertThat(asked).isEqualTo(MOST);
        assertThat(threads.waiting()).isZero();
    }

    @Test
    void anythingThatComesIsASignOfLife() {
        Heartbeat heartbeat = started(() -> asked++);
        for (int i = 0; i < 10; i++) {
            beats(MOST);
            heartbeat.heard();
        }
        assertThat(asked).isEqualTo(10 * MOST);
        assertThat(givenUp).isZero();
    }

    @Test
    void whatCannotBeAskedCountsAsNotAnswered() {
        started(
                () -> {
                    throw MpregException.of(ErrorCode.LIMIT_REACHED, "full");
                });
        beats(MOST + 1);
        assertThat(givenUp).isEqualTo(1);
    }

    @Test
    void nothingIsAskedAfterItsEnd() {
        Heartbeat heartbeat = started(() -> asked++);
        heartbeat.stop();
        beats(2);
        assertThat(asked).isZero();
        heartbeat.start(PACE);
        assertThat(threads.waiting()).as("nor if it ends while it begins").isZero();
    }
}
