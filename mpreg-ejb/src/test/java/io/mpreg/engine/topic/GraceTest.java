package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is retired is reclaimed when nobody can see it any more. */
class GraceTest {

    private final List<Integer> reclaimed = new ArrayList<>();
    private final Grace grace = new Grace(reclaimed::add);

    @Test
    void nothingIsReclaimedThatAnAnnouncedReaderMaySee() {
        Grace.Announcement reader = grace.join();
        assertThat(grace.enter(reader)).isTrue();
        assertThat(grace.enter(reader)).isFalse();
        grace.retire(7);
        advance(5);
        assertThat(reclaimed).isEmpty();
        reader.pause();
        advance(5);
        assertThat(reclaimed).containsExactly(7);
        assertThat(grace.waiting()).isZero();
    }

    @Test
    void aReaderThatIsNotAnnouncedIsToldWhatItMayHaveMissed() {
        for (int steps = 0; steps < 5; steps++) {
            reclaimed.clear();
            long begun = grace.epoch();
            grace.retire(7);
            advance(steps);
            assertThat(grace.spared(begun) || !reclaimed.isEmpty()).as("%d steps", steps).isTrue();
            assertThat(grace.spared(begun)).as("%d steps", steps).isEqualTo(steps < 2);
            advance(5);
        }
    }

    private void advance(int steps) {
        for (int i = 0; i < steps; i++) {
            grace.advance();
        }
    }
}
