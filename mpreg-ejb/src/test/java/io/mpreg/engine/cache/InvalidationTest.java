package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Registration;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InvalidationTest {

    private final CacheFixture cache = new CacheFixture();
    private final CacheClient region = cache.client("r");

    @Test
    void byKeyPatternAndTag() {
        for (String key : List.of("eu.at", "eu.de", "eu.de.berlin", "us", "no topic")) {
            region.put(key, 1L, PutOptions.NONE.tags(key.substring(0, 2), "all"));
        }

        assertThat(region.invalidate("us")).isEqualTo(1);
        assertThat(region.invalidate("us")).isZero();
        assertThat(region.invalidatePattern("eu.*")).isEqualTo(2);
        assertThat(region.invalidateTag("eu")).isEqualTo(1);
        assertThat(region.invalidateTag("none")).isZero();
        assertThat(region.invalidatePattern("no.#")).isZero();
        assertThat(region.invalidatePattern("#")).isEqualTo(1);
        assertThat(region.stats().size()).isZero();
    }

    @Test
    void aReplacedEntryLosesItsTags() {
        region.put("a", 1L, PutOptions.NONE.tags("old"));
        region.put("a", 2L, PutOptions.NONE.tags("new"));

        assertThat(region.invalidateTag("old")).isZero();
        assertThat(region.invalidateTag("new")).isEqualTo(1);
    }

    @Test
    void whatDependsGoesToo() {
        CacheClient other = cache.client("other");
        region.put("a", 1L);
        region.put("b", 1L, PutOptions.NONE.dependsOn("a"));
        other.put("c", 1L, PutOptions.NONE.dependsOn("r:b"));
        region.put("d", 1L, PutOptions.NONE.dependsOn("other:c"));
        region.put("e", 1L);

        assertThat(region.invalidateDependency("a")).isEqualTo(3);
        assertThat(region.contains("a")).isTrue();
        assertThat(region.contains("e")).isTrue();
        assertThat(region.stats().size()).isEqualTo(2);
        assertThat(other.stats().size()).isZero();
    }

    @Test
    void removingAnInputTakesItsDependents() {
        region.put("a", 1L);
        region.put("b", 1L, PutOptions.NONE.dependsOn("a"));

        assertThat(region.remove("a")).isTrue();
        assertThat(region.contains("b")).isFalse();
    }

    @Test
    void writingAnInputLeavesItsDependents() {
        region.put("a", 1L);
        region.put("b", 1L, PutOptions.NONE.dependsOn("a"));
        region.put("a", 2L);

        assertThat(region.contains("b")).isTrue();
        assertThat(region.invalidateDependency("a")).isEqualTo(1);
    }

    @Test
    void cyclesComeToAnEnd() {
        region.put("a", 1L, PutOptions.NONE.dependsOn("b", "a"));
        region.put("b", 1L, PutOptions.NONE.dependsOn("a"));

        assertThat(region.invalidateDependency("a")).isEqualTo(1);
        assertThat(region.contains("a")).isTrue();
        region.put("b", 1L, PutOptions.NONE.dependsOn("a"));
        assertThat(region.invalidate("b")).isEqualTo(2);
    }

    @Test
    void aKeyWithAColonCanBeAnInput() {
        region.put("user:42", 1L);
        region.put("page", 1L, PutOptions.NONE.dependsOn("user:42"));

        assertThat(region.invalidate("user:42")).isEqualTo(2);
    }

    @Test
    void anInputThatExpiresOrIsEvictedTakesItsDependents() {
        region.put("short", 1L, PutOptions.NONE.timeToLive(Duration.ofSeconds(1)));
        region.put("derived", 1L, PutOptions.NONE.dependsOn("short"));
        cache.time.advance(Duration.ofMinutes(1));
        region.stats();
        assertThat(region.contains("derived")).isFalse();

        CacheClient one = cache.client("one");
        one.configure(RegionSpec.defaults().maxEntries(1));
        one.put("input", 1L);
        region.put("derived", 1L, PutOptions.NONE.dependsOn("one:input"));
        one.put("another", 1L);
        one.put("third", 1L);
        one.stats();
        assertThat(region.contains("derived")).isEqualTo(one.contains("input"));
    }

    @Test
    void cascadesOverRandomGraphsTakeExactlyWhatCanBeReached() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int nodes = 2 + random.nextInt(40);
            CacheClient graph = cache.client("g" + seed);
            Map<Integer, Set<Integer>> dependents = new HashMap<>();
            for (int node = 0; node < nodes; node++) {
                Set<String> inputs = new HashSet<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    int input = random.nextInt(nodes);
                    inputs.add("k" + input);
                    dependents.computeIfAbsent(input, n -> new HashSet<>()).add(node);
                }
                graph.put(
                        "k" + node, node, PutOptions.NONE.dependsOn(inputs.toArray(String[]::new)));
            }
            int start = random.nextInt(nodes);
            Set<Integer> reached = new HashSet<>();
            Deque<Integer> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                for (int next : dependents.getOrDefault(open.remove(), Set.of())) {
                    if (reached.add(next)) {
                        open.add(next);
                    }
                }
            }
            reached.remove(start);

            assertThat(graph.invalidateDependency("k" + start))
                    .as("seed %d", seed)
                    .isEqualTo(reached.size());
            for (int node = 0; node < nodes; node++) {
                assertThat(graph.contains("k" + node))
                        .as("seed %d, node %d", seed, node)
                        .isEqualTo(!reached.contains(node));
            }
        }
    }

    @Test
    void invalidationsAndEventsAreMessages() {
        List<UnifiedMessage> invalidations = cache.listen("mpreg.cache.invalidation.#");
        List<UnifiedMessage> events = cache.listen("mpreg.cache.events.r.*");
        CacheClient correlated = cache.engine.client(cache.context, "r", Optional.of("c-1"));

        correlated.put("a.b c", 1L);
        correlated.put("dep", 1L, PutOptions.NONE.dependsOn("a.b c"));
        correlated.invalidate("a.b c");
        correlated.invalidate("gone");

        assertThat(invalidations)
                .extracting(m -> m.topic().value())
                .containsExactly(
                        "mpreg.cache.invalidation.r.a%2Eb%20c",
                        "mpreg.cache.invalidation.r.dep", "mpreg.cache.invalidation.r.gone");
        assertThat(invalidations).allMatch(m -> m.kind() == MessageKind.CACHE);
        assertThat(invalidations).allMatch(m -> m.correlationId().equals("c-1"));
        assertThat(events)
                .extracting(m -> m.topic().value())
                .containsExactly(
                        "mpreg.cache.events.r.put",
                        "mpreg.cache.events.r.put",
                        "mpreg.cache.events.r.invalidate",
                        "mpreg.cache.events.r.invalidate");
        assertThat(events.get(0).payload().text())
                .isEqualTo(
                        "{\"event\":\"put\",\"region\":\"r\",\"key\":\"a.b c\","
                                + "\"version\":1,\"value\":1}");
        assertThat(cache.eventTypes())
                .containsExactly(
                        "cache.put", "cache.put", "cache.invalidated", "cache.invalidated");
        assertThat(cache.events.get(0).trackingId()).hasToString("r:a.b c");
        assertThat(cache.events.get(0).correlationId()).hasToString("c-1");
    }

    @Test
    void aKeyTooLongForATopicHasOneAllTheSame() {
        List<UnifiedMessage> invalidations = cache.listen("mpreg.cache.invalidation.#");
        String key = "€".repeat(512);
        region.put(key, 1L);

        assertThat(region.invalidate(key)).isEqualTo(1);
        assertThat(invalidations).hasSize(1);
        assertThat(invalidations.get(0).headers().get("key")).contains(key);
    }

    @Test
    void aRuleTurnsAMessageIntoAnInvalidation() {
        Registration rule =
                cache.engine.invalidateOn(
                        TopicPattern.of("catalog.#"), "r", Invalidation.tag("catalog"));
        region.put("a", 1L, PutOptions.NONE.tags("catalog"));
        region.put("b", 1L);

        publish("catalog.eu.changed");
        assertThat(region.contains("a")).isFalse();
        assertThat(region.contains("b")).isTrue();

        rule.close();
        region.put("a", 1L, PutOptions.NONE.tags("catalog"));
        publish("catalog.eu.changed");
        assertThat(region.contains("a")).isTrue();
    }

    @Test
    void whatHappensToAQueueOrACommandCanInvalidate() {
        cache.engine.invalidateOn(
                TopicPattern.of("mpreg.queue.orders.completed"), "r", Invalidation.key("a"));
        cache.engine.invalidateOn(
                TopicPattern.of("mpreg.rpc.command.*.completed"), "r", Invalidation.key("b"));
        region.put("a", 1L);
        region.put("b", 1L);

        publish("mpreg.queue.orders.completed", MessageKind.CONTROL);
        assertThat(region.contains("a")).isFalse();
        assertThat(region.contains("b")).isTrue();
        publish("mpreg.rpc.command.c1.completed", MessageKind.CONTROL);
        assertThat(region.contains("b")).isFalse();
    }

    @Test
    void aConfiguredMessageInvalidates() {
        Trigger trigger =
                new Trigger(TopicPattern.of("feed.*"), "prices", Invalidation.pattern("eu.#"));
        CacheFixture node = new CacheFixture(CacheSettings.defaults().triggers(trigger));
        CacheClient prices = node.client("prices");
        prices.put("eu.a", 1);
        prices.put("us.a", 1);
        node.router.dispatch(
                new UnifiedMessage(
                        node.ulids.next(),
                        TopicName.of("feed.ended"),
                        MessageKind.PUBSUB,
                        Guarantee.FIRE_AND_FORGET,
                        Priority.NORMAL,
                        Payload.NULL,
                        Headers.NONE,
                        Provenance.local(MpregSystem.PUBSUB, "c1"),
                        0,
                        UnifiedMessage.NO_DEADLINE));
        assertThat(prices.contains("eu.a")).isFalse();
        assertThat(prices.contains("us.a")).isTrue();
    }

    @Test
    void rulesThatSetOffEachOtherComeToAnEnd() {
        cache.engine.invalidateOn(
                TopicPattern.of("mpreg.cache.invalidation.a.#"), "b", Invalidation.key("k"));
        cache.engine.invalidateOn(
                TopicPattern.of("mpreg.cache.invalidation.b.#"), "a", Invalidation.key("k"));
        cache.client("a").put("k", 1L);
        cache.client("b").put("k", 1L);

        assertThat(cache.client("a").invalidate("k")).isEqualTo(1);
        assertThat(cache.client("b").contains("k")).isFalse();
    }

    private void publish(String topic) {
        publish(topic, MessageKind.PUBSUB);
    }

    private void publish(String topic, MessageKind kind) {
        cache.router.dispatch(
                new UnifiedMessage(
                        cache.ulids.next(),
                        TopicName.of(topic),
                        kind,
                        Guarantee.FIRE_AND_FORGET,
                        Priority.NORMAL,
                        Payload.NULL,
                        Headers.NONE,
                        Provenance.local(MpregSystem.PUBSUB, "c1"),
                        cache.time.millis(),
                        UnifiedMessage.NO_DEADLINE));
    }
}
