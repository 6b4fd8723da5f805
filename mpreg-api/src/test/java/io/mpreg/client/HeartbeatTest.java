package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration PACE = Duration.ofSeconds(5);
    private static final int MOST = 3;

    private final List<Runnable> waiting = new ArrayList<>();
    private int asked;
    private int givenUp;

    /** Keeps what is to be run later. */
    private final class Threads implements ClientThreads {

        @Override
        public Executor callbacks() {
            return Runnable::run;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            assertThat(delay).isEqualTo(PACE);
            waiting.add(action);
            return () -> waiting.remove(action);
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public void close() {
            // There are none.
        }
    }

    private Heartbeat started(Runnable ask) {
        Heartbeat made = new Heartbeat(new Threads(), MOST, "here", ask, () -> givenUp++);
        made.start(PACE);
        return made;
    }

    private void beats(int times) {
        for (int i = 0; i < times; i++) {
            waiting.remove(0).run();
        }
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
        assertThat(waiting).isEmpty();
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
        Runnable underWay = waiting.get(0);
        heartbeat.stop();
        assertThat(waiting).isEmpty();
        underWay.run();
        assertThat(asked).isZero();
        heartbeat.start(PACE);
        assertThat(waiting).as("nor if it ends while it begins").isEmpty();
    }
}
