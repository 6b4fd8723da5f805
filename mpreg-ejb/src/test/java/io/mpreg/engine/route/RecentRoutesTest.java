package io.mpreg.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentRoutesTest {

    private static final String[] PATTERNS = {"a.*", "a.b", "#", "b.#", "a.b.c", "*.b"};
    private static final TopicName[] TOPICS = {
        TopicName.of("a.b"), TopicName.of("b.c"), TopicName.of("a.b.c")
    };

    private final VirtualTime time = new VirtualTime();
    private final UlidSource ulids = new UlidSource(time, new Random(1));
    private final UnifiedRouter router =
            new UnifiedRouter(new NodeInfo("n", "c", "test"), RouterSettings.defaults(), time);

    private UnifiedMessage message(TopicName topic, Headers headers, Priority priority) {
        return new UnifiedMessage(
                ulids.next(),
                topic,
                MessageKind.PUBSUB,
                Guarantee.FIRE_AND_FORGET,
                priority,
                Payload.NULL,
                headers,
                Provenance.local(MpregSystem.PUBSUB, "c"),
                time.millis(),
                UnifiedMessage.NO_DEADLINE);
    }

    private static Set<String> ids(RouteResult result) {
        Set<String> ids = new HashSet<>();
        result.targets().forEach(target -> ids.add(target.interest().id()));
        return ids;
    }

    @Test
    void noMessageMissesAChange() {
        long seed = 3;
        Random random = new Random(seed);
        Interest[] filed = new Interest[PATTERNS.length];
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(8) == 0) {
                int at = random.nextInt(PATTERNS.length);
                TopicPattern pattern = TopicPattern.of(PATTERNS[at]);
                if (filed[at] == null) {
                    filed[at] = new TopicHandler("i" + step, m -> {});
                    router.add(pattern, filed[at]);
                } else {
                    router.remove(pattern, filed[at]);
                    filed[at] = null;
                }
            }
            TopicName topic = TOPICS[random.nextInt(TOPICS.length)];
            Set<String> wanted = new HashSet<>();
            for (int i = 0; i < PATTERNS.length; i++) {
                if (filed[i] != null && TopicPattern.of(PATTERNS[i]).matches(topic)) {
                    wanted.add(filed[i].id());
                }
            }
            assertThat(ids(router.dispatch(message(topic, Headers.NONE, Priority.NORMAL))))
                    .as("seed %d, step %d, %s", seed, step, topic)
                    .isEqualTo(wanted);
        }
    }

    @Test
    void aRouteGoesWhenItsTimeIsOver() {
        router.add(TopicPattern.of("a.b"), new TopicHandler("h", m -> {}));
        UnifiedMessage first = message(TOPICS[0], Headers.NONE, Priority.NORMAL);
        long route = router.route(first).routeId();
        for (int i = 0; i < 3; i++) {
            assertThat(router.route(first).routeId()).isEqualTo(route);
        }
        time.advance(Duration.ofSeconds(31));
        assertThat(router.route(message(TOPICS[0], Headers.NONE, Priority.NORMAL)).routeId())
                .isNotEqualTo(route);
    }

    @Test
    void aMessageForAnotherClusterGoesItsOwnWay() {
        router.add(TopicPattern.of("a.b"), new TopicHandler("h", m -> {}));
        UnifiedMessage plain = message(TOPICS[0], Headers.NONE, Priority.NORMAL);
        for (int i = 0; i < 3; i++) {
            assertThat(router.route(plain).fallback()).isEmpty();
        }
        Headers far = Headers.of(UnifiedMessage.TARGET_CLUSTER, "far");
        assertThat(router.route(message(TOPICS[0], far, Priority.NORMAL)).fallback()).isNotEmpty();
    }

    @Test
    void prioritiesCountOnceAPolicyAsksForThem() {
        router.add(TopicPattern.of("a.b"), new TopicHandler("h", m -> {}));
        UnifiedMessage normal = message(TOPICS[0], Headers.NONE, Priority.NORMAL);
        UnifiedMessage bulk = message(TOPICS[0], Headers.NONE, Priority.BULK);
        for (int i = 0; i < 3; i++) {
            router.route(normal);
        }
        RoutingPolicy any = RoutingPolicy.of("for-bulk", TopicPattern.of("a.#"));
        router.policies(
                List.of(
                        new RoutingPolicy(
                                any.id(),
                                any.pattern(),
                                any.kinds(),
                                Set.of(Priority.BULK),
                                any.preferLocal(),
                                any.maxFederationHops(),
                                any.maxLatencyMs(),
                                any.maxCost(),
                                any.minReliability())));
        for (int i = 0; i < 3; i++) {
            assertThat(router.route(bulk).policy()).isEqualTo("for-bulk");
            assertThat(router.route(normal).policy()).isEqualTo(RoutingPolicy.DEFAULT_ID);
        }
    }
}
