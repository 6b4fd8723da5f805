package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Duration LITTLE = Duration.ofMillis(1);

    private final ManualThreads threads = new ManualThreads();
    private final Pending pending = new Pending(1000, threads);
    private final List<MpregException> failures = new ArrayList<>();

    /** Notes failures. */
    private final class Noted implements Reply {

        @Override
        public boolean arrived(Object reply) {
            return true;
        }

        @Override
        public void show() {
            // Nobody looks.
        }

        @Override
        public void failed(MpregException failure) {
            failures.add(failure);
        }
    }

    private Pending.Entry sent() {
        return pending.add(Request.op("ping"), TIMEOUT, new Noted(), this);
    }

    @Test
    void noRequestEndsBeforeItsTimeAndNoneLongAfterIt() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            threads.pass(Duration.ofMillis(random.nextInt(2_000)));
            sent();
            threads.pass(TIMEOUT.minus(LITTLE));
            assertThat(failures).as("round " + i).isEmpty();
            threads.pass(LATE);
            assertThat(failures)
                    .as("round " + i)
                    .singleElement()
                    .extracting(MpregException::code)
                    .isEqualTo(ErrorCode.TIMED_OUT);
            failures.clear();
        }
        threads.pass(LATE);
        assertThat(threads.waiting()).as("nobody watches nothing").isZero();
    }

    @Test
    void whoeverWatchesTooLateBlamesNobody() {
        sent();
        threads.hang(Duration.ofMinutes(10));
        Pending.Entry young = sent();
        threads.pass(TIMEOUT.minus(LITTLE));
        assertThat(failures).isEmpty();
        pending.take(young.order());
        threads.pass(LATE);
        assertThat(failures).hasSize(1);
    }

    @Test
    void whatIsTakenOutInARunIsCountedWithIt() {
        List<Pending.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(sent());
        }
        assertThat(pending.size()).isEqualTo(100);
        for (Pending.Entry entry : entries) {
            assertThat(pending.takeOneOfMany(entry.order())).isSameAs(entry);
            assertThat(pending.takeOneOfMany(entry.order())).isNull();
        }
        pending.took(100);
        assertThat(pending.size()).isZero();
    }
}
