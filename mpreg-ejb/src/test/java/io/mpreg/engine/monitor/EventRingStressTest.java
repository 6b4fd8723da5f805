package io.mpreg.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventRingStressTest {

    private static final int WRITERS = 4;
    private static final int EVENTS = 50_000;
    private static final TopicName TOPIC = TopicName.of("a");

    @Test
    void readersNeverSeeHalfAnEventNorDisorder() throws InterruptedException {
        EventRing ring = new EventRing(1_000, 1L << 30, Clock.system());
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            Thread thread = new Thread(() -> write(ring, writer));
            writers.add(thread);
            thread.start();
        }
        boolean alive = true;
        while (alive) {
            alive = writers.stream().anyMatch(Thread::isAlive);
            check(ring.select(event -> true));
        }
        for (Thread thread : writers) {
            thread.join();
        }
        List<Noted> last = ring.select(event -> true);
        check(last);
        // A writer that finds another at work in its slot takes the next number.
        assertThat(ring.total()).isGreaterThanOrEqualTo((long) WRITERS * EVENTS);
        assertThat(last).hasSize(1_000);
        assertThat(ring.bytes()).isEqualTo(last.stream().mapToLong(Noted::bytes).sum());
    }

    @Test
    void runsAndEventsShareARing() throws InterruptedException {
        EventRing ring = new EventRing(1_000, 1L << 30, Clock.system());
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            Thread thread = new Thread(() -> writeRuns(ring, writer));
            writers.add(thread);
            thread.start();
        }
        boolean alive = true;
        while (alive) {
            alive = writers.stream().anyMatch(Thread::isAlive);
            check(ring.select(event -> true));
        }
        for (Thread thread : writers) {
            thread.join();
        }
        List<Noted> last = ring.select(event -> true);
        check(last);
        assertThat(last).hasSizeBetween(1, 1_000);
        assertThat(last.get(0).sequence()).isGreaterThanOrEqualTo(ring.total() - 1_000);
    }

    private static void writeRuns(EventRing ring, int writer) {
        Random random = new Random(writer);
        int i = 0;
        while (i < EVENTS) {
            int count = 1 + random.nextInt(30);
            EventRun run = new EventRun("x", MpregSystem.RPC, Map.of(), count);
            ring.put(ring.reserve(count), run, i);
            int filled = random.nextInt(count + 1);
            for (int j = 0; j < filled; j++) {
                String id = writer + ":" + i;
                run.add(id, id, TOPIC, i, i);
                i++;
            }
            String id = writer + ":" + i;
            ring.add(new Event(id, id, "x", MpregSystem.RPC, null, null, i, true, Map.of()));
            i++;
        }
    }

    private static void write(EventRing ring, int writer) {
        for (int i = 0; i < EVENTS; i++) {
            String id = writer + ":" + i;
            ring.add(
                    new Event(id, id, "x", MpregSystem.RPC, null, null, i, true, Map.of("id", id)));
        }
    }

    private static void check(List<Noted> events) {
        Map<String, Long> before = new HashMap<>();
        long sequence = -1;
        for (Noted noted : events) {
            Event event = noted.event();
            String id = event.trackingId().toString();
            assertThat(event.details().getOrDefault("id", id)).isEqualTo(id);
            assertThat(id).endsWith(":" + event.latencyNanos());
            assertThat(noted.sequence()).isGreaterThan(sequence);
            sequence = noted.sequence();
            Long earlier = before.put(id.substring(0, 1), event.latencyNanos());
            assertThat(earlier == null ? -1 : earlier).isLessThan(event.latencyNanos());
        }
    }
}
