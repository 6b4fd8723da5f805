package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Value;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refreshing ahead, bulk forms, weights, conditions of events, figures. */
class RegionFeatureTest {

    @Test
    void anOldEntryIsLoadedAnewWhileItStillHolds() {
        CacheFixture cache = new CacheFixture();
        CacheClient region = cache.client("r");
        region.configure(RegionSpec.defaults().refreshAfter(Duration.ofSeconds(10)));
        AtomicLong truth = new AtomicLong(1);

        assertThat(load(region, truth)).isEqualTo(1);
        truth.set(2);
        cache.time.advance(Duration.ofSeconds(9));
        assertThat(load(region, truth)).isEqualTo(1);
        cache.time.advance(Duration.ofSeconds(2));
        load(region, truth);
        assertThat(load(region, truth)).isEqualTo(2);

        cache.time.advance(Duration.ofSeconds(11));
        truth.set(-1);
        assertThat(load(region, truth)).isEqualTo(2);
        assertThat(load(region, truth)).isEqualTo(2);
        assertThat(cache.engine.analytics().get(0).refreshes()).isEqualTo(1);
        assertThat(cache.engine.analytics().get(0).failedRefreshes()).isEqualTo(2);
    }

    private static Long load(CacheClient region, AtomicLong truth) {
        return region.getOrLoad(
                "k",
                Long.class,
                k -> {
                    if (truth.get() < 0) {
                        throw new IllegalStateException("the source is down");
                    }
                    return truth.get();
                },
                PutOptions.NONE);
    }

    @Test
    void manyAtATime() {
        CacheClient region = new CacheFixture().client("r");

        assertThat(region.putAll(Map.of("a", 1L, "b", 2L), PutOptions.NONE)).isEqualTo(2);
        Map<String, Value> found = region.getAll(List.of("b", "c", "a"));
        assertThat(found.keySet()).containsExactly("b", "a");
        assertThat(region.getOrLoadAll(List.of("a", "c"), Long.class, k -> 3L, PutOptions.NONE))
                .isEqualTo(Map.of("a", 1L, "c", 3L));
        assertThat(region.removeAll(List.of("a", "c", "d"))).isEqualTo(2);
    }

    @Test
    void aWeightCountsInsteadOfTheBytes() {
        CacheClient region = new CacheFixture().client("r");
        region.configure(RegionSpec.defaults().maxBytes(1000));
        region.put("a", 1L, PutOptions.NONE.weight(600));
        assertThat(region.stats().bytes()).isEqualTo(600);
        region.put("b", 1L, PutOptions.NONE.weight(600));
        assertThat(region.stats().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RegionSpec.Policy.class)
    void everyPolicyKeepsItsBounds(RegionSpec.Policy policy) {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CacheFixture cache = new CacheFixture();
            CacheClient region = cache.client("r");
            int entries = random.nextInt(1, 30);
            int bytes = random.nextInt(20, 300);
            region.configure(
                    RegionSpec.defaults().policy(policy).maxEntries(entries).maxBytes(bytes));
            for (int step = 0; step < 500; step++) {
                String key = "k" + random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    region.get(key);
                } else {
                    PutOptions options = PutOptions.NONE.cost(Duration.ofMillis(random.nextInt(9)));
                    options =
                            random.nextInt(3) == 0
                                    ? options.dependsOn("k" + random.nextInt(60))
                                    : options;
                    region.put(key, "x".repeat(random.nextInt(15)), options);
                }
                cache.time.advance(Duration.ofMillis(random.nextInt(50)));
                assertThat(region.stats().size())
                        .as("seed %d, step %d", seed, step)
                        .isLessThanOrEqualTo(entries);
                assertThat(region.stats().bytes())
                        .as("seed %d, step %d", seed, step)
                        .isBetween(0L, (long) bytes);
            }
        }
    }

    @Test
    void eventsArePublishedOnConditions() {
        EventRule rule =
                new EventRule(
                        TopicPattern.of("orders"),
                        Set.of(CacheEvent.PUT),
                        List.of(
                                new Condition("value.total", Operator.GREATER, 100),
                                new Condition("key", Operator.EQUALS, "a")));
        CacheFixture cache = new CacheFixture(CacheSettings.defaults().rules(rule));
        List<UnifiedMessage> events = cache.listen("mpreg.cache.events.#");
        CacheClient orders = cache.client("orders");

        orders.put("a", Map.of("total", 99L));
        orders.put("a", Map.of("total", 101L));
        orders.put("b", Map.of("total", 101L));
        orders.remove("a");
        cache.client("other").put("a", 1L);

        assertThat(events)
                .extracting(message -> message.topic().value())
                .containsExactly("mpreg.cache.events.orders.put", "mpreg.cache.events.other.put");
    }

    @Test
    void figuresArePublishedFromTimeToTime() {
        CacheFixture cache = new CacheFixture();
        List<UnifiedMessage> figures = cache.listen("mpreg.cache.analytics.hit_rate.*");
        CacheClient region = cache.client("r");
        region.put("a", 1L);
        region.get("a");
        region.get("b");
        cache.time.advance(Duration.ofSeconds(6));

        assertThat(figures).hasSize(1);
        assertThat(figures.get(0).payload().text())
                .isEqualTo(
                        "{\"region\":\"r\",\"node\":\"n1\",\"metric\":\"hit_rate\","
                                + "\"value\":0.5}");
    }
}
