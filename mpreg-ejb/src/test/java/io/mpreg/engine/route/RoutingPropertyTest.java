package io.mpreg.engine.route;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A router that has lived through many changes answers like one that was made for the moment: no
 * route is stale, and the same state always gives the same routes.
 */
class RoutingPropertyTest {

    private static final NodeInfo NODE = new NodeInfo("n1", "a", "0");
    private static final InterestKind[] KINDS = {
        InterestKind.SUBSCRIPTION,
        InterestKind.QUEUE_BINDING,
        InterestKind.PROVIDER,
        InterestKind.CACHE_RULE,
        InterestKind.FEDERATION_RULE,
        InterestKind.HANDLER
    };

    /** What is filed, as plainly as can be. */
    private record Entry(TopicPattern pattern, Party party) {}

    private static final class World {
        private final long seed;
        private final Random random;
        private final VirtualTime time = new VirtualTime();
        private final UnifiedRouter router;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Party> parties = new ArrayList<>();
        private List<RoutingPolicy> policies = List.of();

        World(long seed, boolean forgetful) {
            this.seed = seed;
            this.random = new Random(seed);
            this.router =
                    forgetful
                            ? new UnifiedRouter(NODE, endless(), time)
                            : new UnifiedRouter(NODE, RouterSettings.defaults(), time);
            for (int i = 0; i < 12; i++) {
                InterestKind kind = KINDS[random.nextInt(KINDS.length)];
                Reach reach =
                        random.nextInt(3) > 0
                                ? Reach.LOCAL
                                : new Reach(
                                        "g" + i,
                                        "c" + random.nextInt(3),
                                        List.of("g" + i),
                                        List.of("c"),
                                        random.nextInt(50),
                                        random.nextInt(5),
                                        random.nextDouble());
                parties.add(new Party(kind, "p" + i, reach));
            }
        }

        private static RouterSettings endless() {
            RouterSettings d = RouterSettings.defaults();
            return new RouterSettings(
                    true, true, d.federationTimeout(), 10, Duration.ofDays(1), 100);
        }

        void step(boolean tellsOfRemovals) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    Entry entry = new Entry(TopicPattern.of(text(true)), any(parties));
                    if (router.add(entry.pattern, entry.party)) {
                        entries.add(entry);
                    }
                }
                case 3, 4 -> {
                    if (!entries.isEmpty()) {
                        Entry entry = any(entries);
                        entries.remove(entry);
                        if (tellsOfRemovals) {
                            router.remove(entry.pattern, entry.party);
                        }
                    }
                }
                case 5 ->
                        any(parties).disabled =
                                random.nextBoolean() ? Optional.empty() : Optional.of("off");
                case 6 -> {
                    if (random.nextInt(4) == 0) {
                        policies = policies();
                        router.policies(policies);
                    }
                }
                default -> time.advance(Duration.ofSeconds(random.nextInt(12)));
            }
        }

        private List<RoutingPolicy> policies() {
            List<RoutingPolicy> some = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                RoutingPolicy policy =
                        RoutingPolicy.of("policy" + i, TopicPattern.of(text(true)))
                                .within(
                                        random.nextInt(2),
                                        random.nextInt(40),
                                        random.nextInt(6),
                                        random.nextDouble());
                some.add(random.nextBoolean() ? policy.preferringLocal() : policy);
            }
            return some;
        }

        void compare() {
            TopicName topic = TopicName.of(text(false));
            MessageKind[] kinds = MessageKind.values();
            MessageKind kind = kinds[random.nextInt(kinds.length)];
            UnifiedRouter fresh = new UnifiedRouter(NODE, endless(), time);
            fresh.policies(policies);
            entries.forEach(entry -> fresh.add(entry.pattern, entry.party));
            String expected = describe(fresh.route(topic, kind));
            String found = describe(router.route(topic, kind));
            String again = describe(router.route(topic, kind));
            String explained =
                    router.explain(topic, Optional.of(kind)).receivers().stream()
                            .map(receiver -> receiver.id() + "<" + receiver.pattern())
                            .sorted()
                            .collect(Collectors.joining(" "));
            if (!found.equals(expected)
                    || !again.equals(expected)
                    || !expected.endsWith(": " + explained)
                    || router.reachesAnyone(topic, kind) == explained.isEmpty()) {
                throw new AssertionError(
                        "seed "
                                + seed
                                + ", "
                                + kind
                                + " on "
                                + topic
                                + ": expected "
                                + expected
                                + ", found "
                                + found
                                + ", again "
                                + again
                                + ", explained "
                                + explained);
            }
        }

        private static String describe(RouteResult route) {
            return route.policy()
                    + " "
                    + route.estimatedLatencyMs()
                    + ": "
                    + route.targets().stream()
                            .map(target -> target.interest().id() + "<" + target.pattern())
                            .sorted()
                            .collect(Collectors.joining(" "));
        }

        private String text(boolean wildcards) {
            List<String> segments = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int kind = wildcards ? random.nextInt(6) : 5;
                segments.add(kind == 0 ? "#" : kind == 1 ? "*" : random.nextBoolean() ? "a" : "b");
            }
            return String.join(".", segments);
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }

    @Test
    void noRouteIsStale() {
        for (long seed = 1; seed <= 400; seed++) {
            World world = new World(seed, false);
            for (int i = 0; i < 60; i++) {
                world.step(true);
                world.compare();
            }
        }
    }

    @Test
    void catchesARouterThatIsNotTold() {
        assertThatThrownBy(
                        () -> {
                            for (long seed = 1; seed <= 50; seed++) {
                                World world = new World(seed, true);
                                for (int i = 0; i < 60; i++) {
                                    world.step(false);
                                    world.compare();
                                }
                            }
                        })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed");
    }
}
