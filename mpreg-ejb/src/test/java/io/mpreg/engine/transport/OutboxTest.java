package io.mpreg.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

    /** A connection that is through with a send when the test says so, or at once. */
    private static final class Line implements Channel {
        private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
        private final List<List<?>> frames = new ArrayList<>();
        private boolean atOnce;
        private int pings;

        @Override
        public void send(byte[] frame, Sent sent) {
            assertThat(underWay).isEmpty();
            Object tree = Json.parse(frame);
            frames.add(tree instanceof List<?> list ? list : List.of(tree));
            if (atOnce) {
                sent.sent();
            } else {
                underWay.add(sent);
            }
        }

        @Override
        public void ping() {
            assertThat(underWay).isEmpty();
            pings++;
        }

        @Override
        public void close(int code, String reason) {}

        void through() {
            underWay.remove().sent();
        }

        List<Object> all() {
            List<Object> all = new ArrayList<>();
            frames.forEach(all::addAll);
            return all;
        }
    }

    private final Line line = new Line();
    private final Outbox outbox =
            new Outbox(
                    new OutboxSettings(100, 10_000, 100),
                    Framing.json(),
                    line,
                    new TransportCounts());
    private final List<Object> gone = new ArrayList<>();

    private Outgoing number(long number, int size, boolean wanted) {
        return new Outgoing() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public boolean isWanted() {
                return wanted;
            }

            @Override
            public void write(JsonWriter out) {
                out.value(number);
            }

            @Override
            public void gone() {
                gone.add(number);
            }
        };
    }

    @Test
    void aLoneMessageLeavesAtOnceAndTheRestTogether() {
        for (long i = 0; i < 5; i++) {
            outbox.offer(number(i, 10, true), false);
        }
        assertThat(line.frames).containsExactly(List.of(0L));
        assertThat(gone).isEmpty();
        line.through();
        assertThat(line.frames).containsExactly(List.of(0L), List.of(1L, 2L, 3L, 4L));
        assertThat(gone).containsExactly(0L);
        line.through();
        assertThat(gone).hasSize(5);
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void whatIsHeldBackLeavesTogetherOrWhenAFrameIsFull() {
        for (long i = 0; i < 5; i++) {
            assertThat(outbox.hold(number(i, 10, true), false)).isTrue();
        }
        assertThat(line.frames).isEmpty();
        outbox.flush();
        assertThat(line.frames).containsExactly(List.of(0L, 1L, 2L, 3L, 4L));
        outbox.flush();
        line.through();
        assertThat(line.frames).hasSize(1);
        outbox.hold(number(5, 60, true), false);
        outbox.hold(number(6, 60, true), false);
        assertThat(line.frames).hasSize(2);
        outbox.flush();
        line.through();
        assertThat(line.all()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void whatIsHeldBackLeavesWhenThereAreMany() {
        line.atOnce = true;
        for (long i = 0; i < 50; i++) {
            assertThat(outbox.hold(number(i, 1, true), true)).isTrue();
        }
        assertThat(line.frames).extracting(List::size).containsExactly(24, 24);
        outbox.flush();
        assertThat(line.frames).extracting(List::size).containsExactly(24, 24, 2);
    }

    @Test
    void whatWasHeldBackCanLeaveBeforeTheEnd() {
        line.atOnce = true;
        Cork cork = new Cork();
        cork.during(
                () -> {
                    cork.offer(outbox, number(0, 10, true), false);
                    cork.release();
                    outbox.close();
                });
        assertThat(line.frames).containsExactly(List.of(0L));
        cork.release();
    }

    @Test
    void aThreadThatHandlesSomethingSendsWhenAllOfItIsDone() {
        line.atOnce = true;
        Cork cork = new Cork();
        cork.during(
                () -> {
                    cork.offer(outbox, number(0, 10, true), false);
                    cork.during(() -> cork.offer(outbox, number(1, 10, true), true));
                    assertThat(line.frames).isEmpty();
                    cork.offer(outbox, number(2, 10, true), false);
                });
        assertThat(line.frames).containsExactly(List.of(1L, 0L, 2L));
        cork.offer(outbox, number(3, 10, true), false);
        assertThat(line.frames).hasSize(2);
    }

    @Test
    void framesKeepToTheirSizeButTakeAtLeastOne() {
        outbox.offer(number(0, 10, true), false);
        outbox.offer(number(1, 60, true), false);
        outbox.offer(number(2, 60, true), false);
        outbox.offer(number(3, 500, true), false);
        while (!line.underWay.isEmpty()) {
            line.through();
        }
        assertThat(line.frames).containsExactly(List.of(0L), List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void urgentOnesGoFirstAndLeaveAQuarter() {
        outbox.offer(number(0, 10, true), false);
        for (long i = 1; i <= 20; i++) {
            outbox.offer(number(i, 10, true), false);
            outbox.offer(number(100 + i, 10, true), true);
        }
        line.through();
        assertThat(line.frames.get(1))
                .isEqualTo(List.of(101L, 102L, 103L, 104L, 105L, 106L, 107L, 1L, 2L, 3L));
    }

    @Test
    void leavesOutWhatNobodyWants() {
        outbox.offer(number(0, 10, true), false);
        outbox.offer(number(1, 10, false), false);
        outbox.offer(number(2, 10, true), false);
        line.through();
        line.through();
        outbox.offer(number(3, 10, false), false);
        outbox.offer(number(4, 10, true), false);
        assertThat(line.all()).containsExactly(0L, 2L, 4L);
        assertThat(gone).contains(1L, 3L);
    }

    @Test
    void isBoundedInMessagesAndBytes() {
        outbox.offer(number(0, 10, true), false);
        for (int i = 0; i < 100; i++) {
            assertThat(outbox.offer(number(i, 1, true), i % 2 == 0)).isTrue();
        }
        assertThat(outbox.offer(number(7, 1, true), true)).isFalse();
        Outbox other =
                new Outbox(
                        new OutboxSettings(100, 100, 100),
                        Framing.json(),
                        new Line(),
                        new TransportCounts());
        other.offer(number(0, 10, true), false);
        assertThat(other.offer(number(1, 1_000, true), false)).isTrue();
        assertThat(other.offer(number(2, 1, true), false)).isFalse();
    }

    @Test
    void pingsBetweenSends() {
        outbox.ping();
        assertThat(line.pings).isEqualTo(1);
        outbox.offer(number(0, 10, true), false);
        outbox.ping();
        assertThat(line.pings).isEqualTo(1);
        line.through();
        assertThat(line.pings).isEqualTo(2);
        assertThat(line.frames).hasSize(1);
    }

    @Test
    void doesNotNestSendsThatAreThroughAtOnce() {
        line.atOnce = true;
        long[] next = {0};
        Outgoing[] chain = new Outgoing[1];
        chain[0] =
                new Outgoing() {
                    @Override
                    public int size() {
                        return 10;
                    }

                    @Override
                    public void write(JsonWriter out) {
                        out.value(next[0]);
                    }

                    @Override
                    public void gone() {
                        if (next[0]++ < 100_000) {
                            outbox.offer(chain[0], false);
                        }
                    }
                };
        outbox.offer(chain[0], false);
        assertThat(next[0]).isEqualTo(100_001);
    }

    @Test
    void losesAndDoublesNothingAndKeepsEachClassInOrder() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Line tested = new Line();
            gone.clear();
            Outbox box =
                    new Outbox(
                            new OutboxSettings(1000, 100_000, 100),
                            Framing.json(),
                            tested,
                            new TransportCounts());
            List<Object> urgent = new ArrayList<>();
            List<Object> pushed = new ArrayList<>();
            for (long i = 0; i < 300; i++) {
                if (random.nextInt(3) == 0 && !tested.underWay.isEmpty()) {
                    tested.through();
                } else {
                    boolean first = random.nextBoolean();
                    long id = first ? i : -i - 1;
                    (first ? urgent : pushed).add(id);
                    box.offer(number(id, 1 + random.nextInt(60), true), first);
                }
                tested.atOnce = random.nextInt(10) == 0;
            }
            while (!tested.underWay.isEmpty()) {
                tested.through();
            }
            List<Object> all = tested.all();
            assertThat(all.stream().filter(n -> (Long) n >= 0).toList())
                    .as("seed " + seed)
                    .isEqualTo(urgent);
            assertThat(all.stream().filter(n -> (Long) n < 0).toList())
                    .as("seed " + seed)
                    .isEqualTo(pushed);
            assertThat(gone).as("seed " + seed).containsExactlyInAnyOrderElementsOf(all);
            assertThat(box.bytes()).as("seed " + seed).isZero();
        }
    }

    /** A push of one of several receivers, each of which must see its own in order. */
    private static final class Shared implements Outgoing {
        private final List<Integer> receivers = new ArrayList<>();
        private final int number;

        Shared(int receiver, int number) {
            receivers.add(receiver);
            this.number = number;
        }

        @Override
        public int size() {
            return receivers.size();
        }

        @Override
        public void write(JsonWriter out) {
            out.value(receivers.stream().map(one -> one * 1_000L + number).toList());
        }
    }

    private record Series(int receiver, List<Integer> numbers, long[] places)
            implements PushSeries {

        @Override
        public int count() {
            return numbers.size();
        }

        @Override
        public long after() {
            return places[receiver];
        }

        @Override
        public void placed(long place) {
            places[receiver] = place;
        }

        @Override
        public int join(int index, Outgoing waiting) {
            if (!(waiting instanceof Shared other) || other.number != numbers.get(index)) {
                return -1;
            }
            other.receivers.add(receiver);
            return 1;
        }

        @Override
        public Outgoing push(int index, @Nullable Outgoing before) {
            return new Shared(receiver, numbers.get(index));
        }
    }

    @Test
    void oneMessageOfSeveralReceiversGoesOnceAndOvertakesNothing() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            line.frames.clear();
            Outbox shared =
                    new Outbox(
                            new OutboxSettings(100_000, 1_000_000, 100),
                            Framing.json(),
                            line,
                            new TransportCounts());
            line.atOnce = random.nextBoolean();
            long[] places = {-1, -1, -1};
            int[] next = new int[3];
            for (int turn = 0; turn < 30; turn++) {
                int receiver = random.nextInt(3);
                List<Integer> batch = new ArrayList<>();
                for (int i = random.nextInt(20); i > 0; i--) {
                    next[receiver] += random.nextInt(10) == 0 ? 2 : 1;
                    batch.add(next[receiver]);
                }
                assertThat(shared.hold(new Series(receiver, batch, places))).isTrue();
                if (random.nextInt(4) == 0) {
                    shared.flush();
                }
                if (random.nextInt(4) == 0 && !line.underWay.isEmpty()) {
                    line.through();
                }
            }
            shared.flush();
            while (!line.underWay.isEmpty()) {
                line.through();
            }
            long[] last = new long[3];
            int seen = 0;
            for (Object item : line.all()) {
                List<?> together = item instanceof List<?> list ? list : List.of(item);
                for (Object one : together) {
                    long value = (Long) one;
                    int receiver = (int) (value / 1_000);
                    assertThat(value % 1_000).as("seed " + seed).isGreaterThan(last[receiver]);
                    last[receiver] = value % 1_000;
                    seen++;
                }
            }
            for (int receiver = 0; receiver < 3; receiver++) {
                assertThat(last[receiver]).as("seed " + seed).isEqualTo(next[receiver]);
            }
            assertThat(seen).as("seed " + seed).isPositive();
        }
    }
}
