package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.PutReceipt;
import io.mpreg.api.cache.RegionSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random operations on a region that never gets full, compared with a map. */
class CacheModelTest {

    private record Kept(Long value, Set<String> tags, long ends, long version) {}

    private static final long NEVER = Long.MAX_VALUE;

    private final TreeMap<String, Kept> model = new TreeMap<>();

    @ParameterizedTest
    @EnumSource(RegionSpec.Policy.class)
    void behavesLikeAMap(RegionSpec.Policy policy) {
        for (long seed = 0; seed < 30; seed++) {
            model.clear();
            run(policy, seed);
        }
    }

    private void run(RegionSpec.Policy policy, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CacheFixture cache = new CacheFixture();
        CacheClient region = cache.client("r");
        Optional<Duration> life =
                random.nextBoolean() ? Optional.of(Duration.ofSeconds(30)) : Optional.empty();
        RegionSpec spec = RegionSpec.defaults().policy(policy);
        assertThat(region.configure(life.map(spec::timeToLive).orElse(spec))).isTrue();
        for (int step = 0; step < 400; step++) {
            String at = "seed " + seed + ", step " + step;
            long now = cache.time.millis();
            model.values().removeIf(kept -> kept.ends() <= now);
            String key = "k." + random.nextInt(4) + "." + random.nextInt(4);
            Kept kept = model.get(key);
            Long value = random.nextInt(8) == 0 ? null : random.nextLong(5);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    String tag = "t" + random.nextInt(3);
                    boolean ifAbsent = random.nextInt(4) == 0;
                    PutOptions options = PutOptions.NONE.tags(tag).ifAbsent(ifAbsent);
                    Optional<Duration> own =
                            random.nextInt(3) == 0
                                    ? Optional.of(Duration.ofMillis(random.nextInt(40_000)))
                                    : Optional.empty();
                    PutReceipt receipt =
                            region.put(key, value, own.map(options::timeToLive).orElse(options));
                    boolean stays = ifAbsent && kept != null;
                    assertThat(receipt.stored()).as(at).isEqualTo(!stays);
                    if (stays) {
                        assertThat(receipt.version()).as(at).isEqualTo(kept.version());
                    } else {
                        if (kept != null) {
                            assertThat(receipt.version()).as(at).isGreaterThan(kept.version());
                        }
                        long ends = own.or(() -> life).map(d -> now + d.toMillis()).orElse(NEVER);
                        model.put(key, new Kept(value, Set.of(tag), ends, receipt.version()));
                    }
                }
                case 3 -> {
                    assertThat(region.remove(key)).as(at).isEqualTo(kept != null);
                    model.remove(key);
                }
                case 4 -> {
                    Long got = region.getOrLoad(key, Long.class, k -> value, PutOptions.NONE);
                    assertThat(got).as(at).isEqualTo(kept == null ? value : kept.value());
                    if (kept == null) {
                        long version = region.entry(key).orElseThrow().metadata().version();
                        long ends = life.map(d -> now + d.toMillis()).orElse(NEVER);
                        model.put(key, new Kept(value, Set.of(), ends, version));
                    }
                }
                case 5 -> {
                    String pattern = "k." + random.nextInt(4) + ".#";
                    String prefix = pattern.substring(0, 4);
                    assertThat(region.invalidatePattern(pattern))
                            .as(at)
                            .isEqualTo(drop(e -> e.getKey().startsWith(prefix)));
                }
                case 6 -> {
                    String tag = "t" + random.nextInt(3);
                    assertThat(region.invalidateTag(tag))
                            .as(at)
                            .isEqualTo(drop(e -> e.getValue().tags().contains(tag)));
                }
                case 7 -> {
                    Long expected = random.nextBoolean() ? null : random.nextLong(5);
                    AtomicResult result =
                            region.atomic(key, AtomicOperation.TEST_AND_SET, expected, value);
                    Long present = kept == null ? null : kept.value();
                    boolean equal = Objects.equals(present, expected);
                    assertThat(result.success()).as(at).isEqualTo(equal);
                    if (equal) {
                        long version = region.entry(key).orElseThrow().metadata().version();
                        long fresh = life.map(d -> now + d.toMillis()).orElse(NEVER);
                        model.put(
                                key,
                                kept == null
                                        ? new Kept(value, Set.of(), fresh, version)
                                        : new Kept(value, kept.tags(), kept.ends(), version));
                    }
                }
                case 8 -> cache.time.advance(Duration.ofMillis(random.nextInt(5_000)));
                case 9 -> {
                    List<String> keys = new ArrayList<>(model.keySet());
                    assertThat(region.scan("#", 100, Optional.empty()).keys())
                            .as(at)
                            .isEqualTo(keys);
                    assertThat(region.stats().size()).as(at).isLessThanOrEqualTo(16);
                }
                default -> {
                    assertThat(region.contains(key)).as(at).isEqualTo(kept != null);
                    assertThat(region.get(key).map(v -> v.as(Long.class)))
                            .as(at)
                            .isEqualTo(
                                    kept == null
                                            ? Optional.empty()
                                            : Optional.ofNullable(kept.value()));
                }
            }
        }
        cache.time.advance(Duration.ofHours(1));
        long lasting = model.values().stream().filter(kept -> kept.ends() == NEVER).count();
        assertThat(region.stats().size()).as("seed %d", seed).isEqualTo(lasting);
        region.clear();
        assertThat(region.stats().bytes()).as("seed %d", seed).isZero();
    }

    private int drop(Predicate<Map.Entry<String, Kept>> fits) {
        int before = model.size();
        model.entrySet().removeIf(fits);
        return before - model.size();
    }
}
