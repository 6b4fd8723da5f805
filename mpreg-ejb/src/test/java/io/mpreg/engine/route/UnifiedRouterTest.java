package io.mpreg.engine.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Registration;
import io.mpreg.api.Ulid;
import io.mpreg.api.route.Explanation;
import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnifiedRouterTest {

    private static final NodeInfo NODE = new NodeInfo("n1", "a", "0");
    private static final TopicName ORDER = TopicName.of("orders.eu.created");

    private final VirtualTime time = new VirtualTime();
    private final UnifiedRouter router = new UnifiedRouter(NODE, RouterSettings.defaults(), time);

    private Party add(InterestKind kind, String id, String... patterns) {
        return add(Party.here(kind, id), patterns);
    }

    private Party add(Party party, String... patterns) {
        for (String pattern : patterns) {
            assertThat(router.add(TopicPattern.of(pattern), party)).isTrue();
        }
        return party;
    }

    private List<String> reached(TopicName topic, MessageKind kind) {
        return router.route(topic, kind).targets().stream()
                .map(target -> target.interest().id())
                .sorted()
                .toList();
    }

    private static Reach cluster(String name, double latency, double cost, double reliability) {
        return new Reach("gate", name, List.of("gate"), List.of(name), latency, cost, reliability);
    }

    static UnifiedMessage message(
            TopicName topic, MessageKind kind, Priority priority, Headers headers) {
        return new UnifiedMessage(
                new Ulid(1, 1),
                topic,
                kind,
                Guarantee.FIRE_AND_FORGET,
                priority,
                Payload.NULL,
                headers,
                Provenance.local(MpregSystem.PUBSUB, "a"),
                0,
                UnifiedMessage.NO_DEADLINE);
    }

    // ---- who

    @Test
    void reachesThePartiesOfTheKindOnceEach() {
        add(InterestKind.SUBSCRIPTION, "s", "orders.#", "orders.*.created", "#");
        add(InterestKind.QUEUE_BINDING, "q", "orders.#");
        add(InterestKind.PROVIDER, "p", "orders.eu.created");
        add(InterestKind.CACHE_RULE, "c", "*.eu.*");
        assertThat(reached(ORDER, MessageKind.PUBSUB)).containsExactly("c", "s");
        assertThat(reached(ORDER, MessageKind.QUEUE)).containsExactly("q");
        assertThat(reached(ORDER, MessageKind.RPC)).containsExactly("p");
        assertThat(reached(ORDER, MessageKind.DATA)).containsExactly("c", "p", "q", "s");
        assertThat(router.reachesAnyone(ORDER, MessageKind.QUEUE)).isTrue();
        assertThat(router.reachesAnyone(TopicName.of("x"), MessageKind.QUEUE)).isFalse();
    }

    @Test
    void namesTheFirstOfSeveralPatterns() {
        add(InterestKind.SUBSCRIPTION, "s", "orders.*.created", "orders.#", "orders.eu.*");
        assertThat(router.route(ORDER, MessageKind.PUBSUB).targets())
                .extracting(target -> target.pattern().value())
                .containsExactly("orders.#");
    }

    @Test
    void onlyPatternsThatNameItSeeTheControlPlane() {
        TopicName event = TopicName.of("mpreg.queue.q.enqueued");
        add(InterestKind.SUBSCRIPTION, "all", "#");
        assertThat(router.reachesAnyone(event, MessageKind.CONTROL)).isFalse();
        add(InterestKind.SUBSCRIPTION, "control", "mpreg.#");
        assertThat(reached(event, MessageKind.CONTROL)).containsExactly("control");
    }

    @Test
    void dispatchHandsOverAndRegistrationsEnd() {
        Party party = add(InterestKind.SUBSCRIPTION, "s", "orders.#");
        List<UnifiedMessage> handled = new ArrayList<>();
        Registration registration = router.register("h", TopicPattern.of("orders.#"), handled::add);
        UnifiedMessage message = message(ORDER, MessageKind.PUBSUB, Priority.NORMAL, Headers.NONE);
        router.dispatch(message);
        registration.close();
        router.dispatch(message);
        assertThat(party.received).hasSize(2);
        assertThat(handled).containsExactly(message);
    }

    @Test
    void settingsSwitchSystemsOff() {
        RouterSettings d = RouterSettings.defaults();
        UnifiedRouter plain =
                new UnifiedRouter(
                        NODE,
                        new RouterSettings(
                                false,
                                false,
                                d.federationTimeout(),
                                d.maxHops(),
                                d.cacheTtl(),
                                d.cacheRoutes()),
                        time);
        plain.add(TopicPattern.of("#"), Party.here(InterestKind.QUEUE_BINDING, "q"));
        plain.add(TopicPattern.of("#"), Party.here(InterestKind.PROVIDER, "p"));
        assertThat(plain.route(ORDER, MessageKind.DATA).targets()).isEmpty();
        assertThat(plain.route(ORDER, MessageKind.RPC).targets()).hasSize(1);
        assertThat(plain.explain(ORDER, Optional.empty()).excluded())
                .extracting(Explanation.Exclusion::id)
                .containsExactlyInAnyOrder("p", "q");
    }

    // ---- the route cache

    @Test
    void keepsRoutesUntilSomethingChangesForThem() {
        Party party = add(InterestKind.SUBSCRIPTION, "s", "orders.#");
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached()).isFalse();
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached()).isTrue();

        add(InterestKind.SUBSCRIPTION, "other", "parcels.#", "*.us.*", "#.deleted");
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached())
                .as("patterns that do not match")
                .isTrue();

        add(InterestKind.SUBSCRIPTION, "more", "*.eu.*");
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached()).isFalse();
        assertThat(reached(ORDER, MessageKind.PUBSUB)).containsExactly("more", "s");

        router.remove(TopicPattern.of("orders.#"), party);
        assertThat(reached(ORDER, MessageKind.PUBSUB)).containsExactly("more");
    }

    @Test
    void forgetsRoutesAfterTheirTime() {
        add(InterestKind.SUBSCRIPTION, "s", "orders.#");
        router.route(ORDER, MessageKind.PUBSUB);
        time.advance(Duration.ofSeconds(29));
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached()).isTrue();
        time.advance(Duration.ofSeconds(2));
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached()).isFalse();
    }

    @Test
    void seesAtOnceThatSomeoneIsDisabledOrNotAnyMore() {
        Party party = add(InterestKind.SUBSCRIPTION, "s", "orders.#");
        router.route(ORDER, MessageKind.PUBSUB);
        party.disabled = Optional.of("paused");
        assertThat(reached(ORDER, MessageKind.PUBSUB)).isEmpty();
        assertThat(router.route(ORDER, MessageKind.PUBSUB).cached()).isTrue();
        party.disabled = Optional.empty();
        assertThat(reached(ORDER, MessageKind.PUBSUB)).containsExactly("s");
    }

    @Test
    void keepsAsManyRoutesAsItMay() {
        RouterSettings d = RouterSettings.defaults();
        UnifiedRouter small =
                new UnifiedRouter(
                        NODE,
                        new RouterSettings(true, true, d.federationTimeout(), 10, d.cacheTtl(), 10),
                        time);
        for (int i = 0; i < 1000; i++) {
            small.route(TopicName.of("t." + i), MessageKind.PUBSUB);
        }
        assertThat(small.statistics().cachedRoutes()).isLessThanOrEqualTo(10);
        for (int i = 0; i < 640; i++) {
            small.add(TopicPattern.of("wide"), Party.here(InterestKind.SUBSCRIPTION, "s" + i));
        }
        small.route(TopicName.of("wide"), MessageKind.PUBSUB);
        assertThat(small.route(TopicName.of("wide"), MessageKind.PUBSUB).cached())
                .as("a route that is larger than all that may be kept")
                .isFalse();
    }

    // ---- policies

    @Test
    void appliesTheFirstPolicyThatFits() {
        router.policies(
                List.of(
                        RoutingPolicy.of("rpc", TopicPattern.of("orders.#"))
                                .forKinds(MessageKind.RPC),
                        RoutingPolicy.of("urgent", TopicPattern.of("orders.#"))
                                .forPriorities(Priority.CRITICAL),
                        RoutingPolicy.of("orders", TopicPattern.of("orders.#")),
                        RoutingPolicy.of("late", TopicPattern.of("#"))));
        assertThat(router.route(ORDER, MessageKind.RPC).policy()).isEqualTo("rpc");
        assertThat(router.route(ORDER, MessageKind.PUBSUB).policy()).isEqualTo("orders");
        assertThat(
                        router.route(
                                        message(
                                                ORDER,
                                                MessageKind.PUBSUB,
                                                Priority.CRITICAL,
                                                Headers.NONE))
                                .policy())
                .isEqualTo("urgent");
        assertThat(router.route(TopicName.of("x"), MessageKind.PUBSUB).policy()).isEqualTo("late");
        router.policies(List.of());
        assertThat(router.route(ORDER, MessageKind.PUBSUB).policy()).isEqualTo("default");
        assertThat(router.statistics().policyApplications()).containsEntry("urgent", 1L);
        RoutingPolicy twice = RoutingPolicy.of("x", TopicPattern.of("#"));
        assertThatThrownBy(() -> router.policies(List.of(twice, twice)))
                .hasMessageContaining("'x'");
    }

    @Test
    void theControlPlaneGoesBeforeOthers() {
        router.policies(
                List.of(
                        RoutingPolicy.of("high", TopicPattern.of("#"))
                                .forPriorities(Priority.HIGH)));
        assertThat(router.route(TopicName.of("mpreg.x.y"), MessageKind.CONTROL).policy())
                .isEqualTo("high");
        assertThat(router.route(ORDER, MessageKind.PUBSUB).policy()).isEqualTo("default");
    }

    @Test
    void enforcesTheLimitsOfAPolicy() {
        add(InterestKind.SUBSCRIPTION, "here", "orders.#");
        add(new Party(InterestKind.SUBSCRIPTION, "near", cluster("b", 10, 2, .9)), "orders.#");
        add(new Party(InterestKind.SUBSCRIPTION, "far", cluster("c", 500, 9, .5)), "orders.#");
        assertThat(reached(ORDER, MessageKind.PUBSUB)).containsExactly("far", "here", "near");

        RoutingPolicy any = RoutingPolicy.of("p", TopicPattern.of("orders.#"));
        double none = Double.POSITIVE_INFINITY;
        assertThat(limited(any.within(0, none, none, 0))).containsExactly("here");
        assertThat(limited(any.within(9, 100, none, 0))).containsExactly("here", "near");
        assertThat(limited(any.within(9, none, 5, 0))).containsExactly("here", "near");
        assertThat(limited(any.within(9, none, none, .8))).containsExactly("here", "near");
        assertThat(limited(any.within(9, 4, none, 0))).isEmpty();
        assertThat(limited(any.preferringLocal())).containsExactly("here");
    }

    private List<String> limited(RoutingPolicy policy) {
        router.policies(List.of(policy));
        return reached(ORDER, MessageKind.PUBSUB);
    }

    // ---- estimates

    @Test
    void estimatesBeginAtTheListedValuesAndFollowMeasurements() {
        add(InterestKind.PROVIDER, "p", "#");
        add(InterestKind.QUEUE_BINDING, "q", "#");
        add(InterestKind.SUBSCRIPTION, "s", "#", "mpreg.#");
        add(InterestKind.CACHE_RULE, "c", "mpreg.cache.#");
        assertThat(estimate("x", MessageKind.RPC)).isEqualTo(10);
        assertThat(estimate("x", MessageKind.QUEUE)).isEqualTo(15);
        assertThat(estimate("x", MessageKind.PUBSUB)).isEqualTo(5);
        assertThat(estimate("mpreg.cache.invalidation.r.k", MessageKind.CACHE)).isEqualTo(2);
        assertThat(estimate("mpreg.cache.coordination.put.r", MessageKind.CACHE)).isEqualTo(3);
        assertThat(estimate("mpreg.cache.gossip.n", MessageKind.CACHE)).isEqualTo(5);
        assertThat(estimate("mpreg.cache.events.r.put", MessageKind.CACHE)).isEqualTo(10);
        for (int i = 0; i < 100; i++) {
            router.measured(Lane.RPC, 200);
        }
        assertThat(estimate("x", MessageKind.RPC)).isBetween(190.0, 200.0);
        assertThat(estimate("x", MessageKind.QUEUE)).isEqualTo(15);
    }

    private double estimate(String topic, MessageKind kind) {
        return router.route(TopicName.of(topic), kind).estimatedLatencyMs();
    }

    // ---- federation

    @Test
    void fallsBackToThisClusterWithAReason() {
        add(InterestKind.SUBSCRIPTION, "here", "orders.#");
        Party far = add(new Party(InterestKind.SUBSCRIPTION, "far", cluster("b", 1, 1, 1)), "#");
        UnifiedMessage aimed =
                message(
                        ORDER,
                        MessageKind.PUBSUB,
                        Priority.NORMAL,
                        Headers.of(UnifiedMessage.TARGET_CLUSTER, "b"));
        RouteResult there = router.route(aimed);
        assertThat(there.targets())
                .extracting(Target::cluster, t -> t.interest().id())
                .containsExactly(tuple("b", "far"));
        assertThat(there.federationRequired()).isTrue();
        assertThat(there.path()).containsExactly("n1", "gate");
        assertThat(there.fallback()).isEmpty();

        router.remove(TopicPattern.of("#"), far);
        RouteResult here = router.route(aimed);
        assertThat(here.targets()).extracting(t -> t.interest().id()).containsExactly("here");
        assertThat(here.fallback()).contains("'b'");
        assertThat(router.statistics().fallbacks()).isEqualTo(1);
        assertThat(router.statistics().federationRatio()).isEqualTo(.5);
    }

    @Test
    void doesNotGoWhereAMessageHasBeen() {
        add(new Party(InterestKind.FEDERATION_RULE, "rule", cluster("b", 1, 1, 1)), "#");
        UnifiedMessage message = message(ORDER, MessageKind.PUBSUB, Priority.NORMAL, Headers.NONE);
        assertThat(router.route(message).targets()).hasSize(1);
        assertThat(router.route(message.withHop("b")).targets()).isEmpty();
        UnifiedMessage tired = message;
        for (int i = 0; i < 10; i++) {
            tired = tired.withHop("c" + i);
        }
        assertThat(router.route(tired).targets()).isEmpty();
    }

    // ---- explaining and counting

    @Test
    void explainsEveryoneInAllSystemsAndWhyOthersAreLeftOut() {
        add(InterestKind.SUBSCRIPTION, "s", "orders.#");
        add(InterestKind.QUEUE_BINDING, "q", "*.eu.*").disabled = Optional.of("paused");
        add(InterestKind.PROVIDER, "p", "orders.eu.created");
        add(new Party(InterestKind.SUBSCRIPTION, "far", cluster("b", 900, 1, 1)), "#");
        add(InterestKind.SUBSCRIPTION, "spy", "orders.#");
        router.add(
                TopicPattern.of("orders.#"),
                new AccessRule() {
                    @Override
                    public String id() {
                        return "no-spies";
                    }

                    @Override
                    public Optional<String> denies(TopicName topic, Interest receiver) {
                        return receiver.id().equals("spy")
                                ? Optional.of("role 'sales' is needed")
                                : Optional.empty();
                    }
                });
        router.policies(
                List.of(
                        RoutingPolicy.of("fast", TopicPattern.of("orders.#"))
                                .within(3, 100, 100, 0)));

        Explanation all = router.explain(ORDER, Optional.empty());
        assertThat(all.policy()).isEqualTo("fast");
        assertThat(all.receivers())
                .extracting(Explanation.Receiver::id, Explanation.Receiver::system)
                .containsExactlyInAnyOrder(
                        tuple("s", MpregSystem.PUBSUB), tuple("p", MpregSystem.RPC));
        assertThat(all.excluded())
                .extracting(Explanation.Exclusion::id)
                .containsExactlyInAnyOrder("q", "far", "spy");
        assertThat(reason(all, "q")).contains("paused");
        assertThat(reason(all, "far")).contains("policy 'fast'").contains("ms");
        assertThat(reason(all, "spy")).contains("no-spies").contains("sales");

        Explanation rpc = router.explain(ORDER, Optional.of(MessageKind.RPC));
        assertThat(rpc.receivers()).extracting(Explanation.Receiver::id).containsExactly("p");
        assertThat(reason(rpc, "s")).contains("RPC");
    }

    private static String reason(Explanation explanation, String id) {
        return explanation.excluded().stream()
                .filter(out -> out.id().equals(id))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    @Test
    void counts() {
        add(InterestKind.SUBSCRIPTION, "s", "orders.#");
        for (int i = 0; i < 4; i++) {
            router.route(ORDER, MessageKind.PUBSUB);
        }
        router.route(ORDER, MessageKind.RPC);
        RouterStatistics statistics = router.statistics();
        assertThat(statistics.total()).isEqualTo(5);
        assertThat(statistics.byKind()).containsEntry(MessageKind.PUBSUB, 4L);
        assertThat(statistics.bySystem()).containsEntry(MpregSystem.PUBSUB, 4L);
        assertThat(statistics.cacheHits()).isEqualTo(3);
        assertThat(statistics.cacheHitRatio()).isEqualTo(.6);
        assertThat(statistics.localEfficiency()).isEqualTo(1);
        assertThat(statistics.policyApplications()).containsEntry("default", 5L);
    }
}
