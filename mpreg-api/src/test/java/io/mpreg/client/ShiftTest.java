package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ShiftTest {

    private final ByHand threads = new ByHand();
    private final Shift shift = new Shift(threads);
    private final Quickness quick = new Quickness();
    private final List<String> done = new ArrayList<>();
    private int reliefs;

    /** Threads that run when the test says so. */
    private static final class ByHand implements ClientThreads {
        private final ArrayDeque<Runnable> callbacks = new ArrayDeque<>();
        private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
        private long nanos;
        private boolean shares = true;

        @Override
        public Executor callbacks() {
            return callbacks::add;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            timers.add(action);
            return () -> timers.remove(action);
        }

        @Override
        public boolean sharesConnections() {
            return shares;
        }

        @Override
        public long millis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void close() {}

        void passes(long millis) {
            nanos += millis * 1_000_000;
            Runnable timer = timers.poll();
            if (timer != null) {
                timer.run();
            }
        }

        void settle() {
            Runnable callback;
            while ((callback = callbacks.poll()) != null) {
                callback.run();
            }
        }
    }

    private void begin() {
        shift.begin(
                () -> {
                    reliefs++;
                    return true;
                });
    }

    private void prove() {
        for (int i = 0; i < 100; i++) {
            quick.took(10);
        }
    }

    @Test
    void onlyWhatHasProvenToBeQuickRunsWhereItIsRead() {
        begin();
        shift.run(() -> done.add("early"), quick);
        assertThat(shift.work()).isTrue();
        assertThat(done).isEmpty();
        threads.settle();
        assertThat(done).containsExactly("early");
        prove();
        shift.run(() -> done.add("quick"), quick);
        assertThat(done).containsExactly("early");
        assertThat(shift.work()).isTrue();
        assertThat(done).containsExactly("early", "quick");
        assertThat(threads.callbacks).isEmpty();
    }

    @Test
    void itProvesItselfOnThreadsForCallbacks() {
        begin();
        for (int i = 0; i < 100; i++) {
            shift.run(() -> {}, quick);
            shift.work();
            threads.settle();
        }
        assertThat(quick.isQuick()).isTrue();
        quick.took(2_000_000);
        assertThat(quick.isQuick()).isTrue();
        for (int i = 0; i < 5; i++) {
            quick.took(2_000_000);
        }
        assertThat(quick.isQuick()).isFalse();
    }

    @Test
    void callbacksStayAwayFromConnectionsWhereTheyNeedTheirThreads() {
        threads.shares = false;
        begin();
        prove();
        shift.run(() -> done.add("x"), quick);
        assertThat(shift.work()).isTrue();
        assertThat(done).isEmpty();
        assertThat(threads.callbacks).hasSize(1);
    }

    @Test
    void anotherThreadReadsWhenOneIsHeldUp() {
        begin();
        prove();
        shift.run(
                () -> {
                    done.add("slow");
                    threads.passes(15);
                    assertThat(reliefs).isZero();
                    threads.passes(10);
                    assertThat(reliefs).isEqualTo(1);
                    threads.settle();
                },
                quick);
        shift.run(() -> done.add("behind it"), quick);
        assertThat(shift.work()).isFalse();
        assertThat(done).containsExactly("slow", "behind it");
        assertThat(shift.work()).isTrue();
    }

    @Test
    void whoWaitsIsHeldUpSooner() throws Exception {
        begin();
        prove();
        Thread reader = Thread.currentThread();
        CountDownLatch until = new CountDownLatch(1);
        Thread other =
                new Thread(
                        () -> {
                            while (reader.getState() != Thread.State.WAITING) {
                                Thread.onSpinWait();
                            }
                            threads.passes(5);
                            until.countDown();
                        });
        shift.run(
                () -> {
                    other.start();
                    try {
                        until.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                quick);
        assertThat(shift.work()).isFalse();
        other.join();
        assertThat(reliefs).isEqualTo(1);
        assertThat(quick.isQuick()).isFalse();
    }

    @Test
    void whoWaitsForAReplyIsRelievedAtOnce() {
        begin();
        prove();
        shift.blocks();
        assertThat(reliefs).isZero();
        shift.run(shift::blocks, quick);
        assertThat(shift.work()).isFalse();
        assertThat(reliefs).isEqualTo(1);
        assertThat(quick.isQuick()).isFalse();
    }

    @Test
    void whoIsNotRelievedGoesOn() {
        shift.begin(() -> false);
        prove();
        shift.run(shift::blocks, quick);
        shift.run(() -> done.add("next"), quick);
        assertThat(shift.work()).isTrue();
        assertThat(done).containsExactly("next");
    }

    @Test
    void whatTakesTooLongTogetherIsSharedOut() {
        begin();
        prove();
        for (int i = 0; i < 10; i++) {
            String name = "" + i;
            shift.run(
                    () -> {
                        done.add(name);
                        threads.nanos += 300_000;
                    },
                    quick);
        }
        assertThat(shift.work()).isTrue();
        assertThat(done).containsExactly("0", "1", "2", "3");
        threads.settle();
        assertThat(done).hasSize(10);
    }

    @Test
    void aCallbackThatFailsDoesNotEndTheReading() {
        begin();
        prove();
        shift.run(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                quick);
        shift.run(() -> done.add("next"), quick);
        assertThat(shift.work()).isTrue();
        assertThat(done).containsExactly("next");
    }

    @Test
    void nobodyLooksAfterAnIdleConnection() {
        begin();
        prove();
        shift.run(() -> {}, quick);
        shift.work();
        for (int i = 0; i < 30; i++) {
            threads.passes(5);
        }
        assertThat(threads.timers).isEmpty();
        shift.run(() -> {}, quick);
        shift.work();
        assertThat(threads.timers).hasSize(1);
    }
}
