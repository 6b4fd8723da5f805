package io.mpreg.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Under real threads: a change is seen by every route that is asked for after it. */
class RouterStressTest {

    private static final int WRITERS = 3;
    private static final int CHANGES = 20_000;

    @Test
    void noRouteOutlivesTheChangeItDependsOn() throws Exception {
        UnifiedRouter router = new UnifiedRouter(new NodeInfo("n1", "a", "0"));
        List<TopicName> topics = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            topics.add(TopicName.of("t." + i % 4 + "." + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        AtomicBoolean done = new AtomicBoolean();
        try {
            // One reader keeps routes warm, so that each change meets kept ones.
            Future<?> reader =
                    threads.submit(
                            () -> {
                                while (!done.get()) {
                                    topics.forEach(t -> router.route(t, MessageKind.PUBSUB));
                                }
                            });
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers.add(threads.submit(() -> write(router, topics, writer)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            reader.get();
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static void write(UnifiedRouter router, List<TopicName> topics, int writer) {
        SplittableRandom random = new SplittableRandom(writer);
        Party party = Party.here(InterestKind.SUBSCRIPTION, "writer" + writer);
        for (int i = 0; i < CHANGES; i++) {
            TopicName topic = topics.get(random.nextInt(topics.size()));
            String[] segments = topic.value().split("\\.");
            TopicPattern pattern =
                    TopicPattern.of(
                            switch (random.nextInt(4)) {
                                case 0 -> "t.*." + segments[2];
                                case 1 -> "#." + segments[2];
                                case 2 -> "t." + segments[1] + ".#";
                                default -> topic.value();
                            });
            router.add(pattern, party);
            assertThat(reaches(router, topic, party)).as("added %s", pattern).isTrue();
            router.remove(pattern, party);
            assertThat(reaches(router, topic, party)).as("removed %s", pattern).isFalse();
        }
    }

    private static boolean reaches(UnifiedRouter router, TopicName topic, Party party) {
        for (Target target : router.route(topic, MessageKind.PUBSUB).targets()) {
            if (target.interest() == party) {
                return true;
            }
        }
        return false;
    }
}
