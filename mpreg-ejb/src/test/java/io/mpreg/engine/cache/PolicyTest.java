package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.cache.RegionSpec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {

    private final CacheFixture cache = new CacheFixture();

    @ParameterizedTest
    @EnumSource(Policy.class)
    void everyPolicyKeepsTheLimits(Policy policy) {
        CacheClient region = region(policy, 8);
        CacheClient small = cache.client("small");
        small.configure(RegionSpec.defaults().policy(policy).maxBytes(50));
        for (int i = 0; i < 500; i++) {
            region.put("k" + i, i);
            region.get("k" + i / 2);
            small.put("k" + i % 40, Payload.json("9".repeat(1 + i % 17)));
            assertThat(small.stats().bytes()).isLessThanOrEqualTo(50);
        }
        assertThat(region.stats().size()).isEqualTo(8);
        assertThat(region.stats().evictions()).isEqualTo(492);
        assertThat(keys(region)).hasSize(8);
    }

    @Test
    void lruDropsTheLongestUnused() {
        CacheClient region = filled(Policy.LRU);
        region.get("a");
        region.put("d", 1L);
        assertThat(keys(region)).containsExactly("a", "c", "d");
    }

    @Test
    void lfuDropsTheLeastUsed() {
        CacheClient region = filled(Policy.LFU);
        for (String key : List.of("a", "a", "b", "c", "c")) {
            region.get(key);
        }
        region.put("d", 1L);
        assertThat(keys(region)).containsExactly("a", "c", "d");
    }

    @Test
    void ttlDropsWhatEndsSoonest() {
        CacheClient region = region(Policy.TTL, 3);
        region.put("a", 1L);
        region.put("b", 1L, PutOptions.NONE.timeToLive(Duration.ofSeconds(9)));
        region.put("c", 1L, PutOptions.NONE.timeToLive(Duration.ofSeconds(5)));
        region.put("d", 1L);
        assertThat(keys(region)).containsExactly("a", "b", "d");
    }

    @Test
    void costBasedDropsWhatIsCheapForItsSize() {
        CacheClient region = region(Policy.COST_BASED, 3);
        region.put("a", Payload.json("1"), PutOptions.NONE.cost(Duration.ofMillis(1)));
        region.put("b", Payload.json("1111111111"), PutOptions.NONE.cost(Duration.ofMillis(2)));
        region.put("c", Payload.json("1111111111"), PutOptions.NONE.cost(Duration.ofMillis(20)));
        region.put("d", 1L);
        assertThat(keys(region)).containsExactly("a", "c", "d");
    }

    @Test
    void dependencyAwareSparesInputs() {
        CacheClient region = filled(Policy.DEPENDENCY_AWARE);
        cache.client("other").put("x", 1L, PutOptions.NONE.dependsOn("p:a"));
        region.put("d", 1L);
        assertThat(keys(region)).containsExactly("a", "c", "d");
        assertThat(cache.client("other").contains("x")).isTrue();
    }

    @Test
    void s4LruKeepsWhatWasUsedAgain() {
        CacheClient region = region(Policy.S4LRU, 8);
        for (String key : List.of("hot1", "hot2")) {
            region.put(key, 1L);
            region.get(key);
            region.get(key);
        }
        for (int i = 0; i < 100; i++) {
            region.put("scan" + i, i);
        }
        assertThat(keys(region)).contains("hot1", "hot2").hasSize(8);
    }

    private CacheClient filled(Policy policy) {
        CacheClient region = region(policy, 3);
        region.put("a", 1L);
        region.put("b", 1L);
        region.put("c", 1L);
        return region;
    }

    private CacheClient region(Policy policy, int entries) {
        CacheClient region = cache.client("p");
        region.configure(RegionSpec.defaults().policy(policy).maxEntries(entries));
        return region;
    }

    private static List<String> keys(CacheClient region) {
        return region.scan("#", 1000, Optional.empty()).keys();
    }
}
