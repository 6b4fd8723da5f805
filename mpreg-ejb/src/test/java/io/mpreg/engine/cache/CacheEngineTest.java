package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.EntryMetadata;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.PutReceipt;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.cache.ScanPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheEngineTest {

    private final CacheFixture cache = new CacheFixture();
    private final CacheClient region = cache.client("r");

    @Test
    void readsWhatWasWritten() {
        PutReceipt first = region.put("a", "one");
        PutReceipt second = region.put("a", 2L);

        assertThat(first.stored()).isTrue();
        assertThat(second.version()).isGreaterThan(first.version());
        assertThat(region.get("a", Long.class)).contains(2L);
        assertThat(region.get("a")).map(v -> v.payload().text()).contains("2");
        assertThat(region.contains("a")).isTrue();
        assertThat(region.remove("a")).isTrue();
        assertThat(region.remove("a")).isFalse();
        assertThat(region.get("a")).isEmpty();
        assertThat(region.put("a", 3L).version()).isGreaterThan(second.version());
    }

    @Test
    void aNullIsAValue() throws Exception {
        region.put("a", null);

        assertThat(region.contains("a")).isTrue();
        assertThat(region.get("a").orElseThrow().as(Object.class)).isNull();
        assertThat(region.get("a", String.class)).isEmpty();
        assertThat(
                        region.getOrLoad(
                                "a",
                                String.class,
                                key -> {
                                    throw new IllegalStateException("must not load");
                                },
                                PutOptions.NONE))
                .isNull();
    }

    @Test
    void readingAnUnknownRegionFindsNothingAndMakesNone() {
        CacheClient unknown = cache.client("unknown");

        assertThat(unknown.get("a")).isEmpty();
        assertThat(unknown.contains("a")).isFalse();
        assertThat(unknown.entry("a")).isEmpty();
        assertThat(unknown.remove("a")).isFalse();
        assertThat(unknown.clear()).isZero();
        assertThat(unknown.invalidatePattern("#")).isZero();
        assertThat(unknown.scan("#", 10, Optional.empty()).keys()).isEmpty();
        assertThat(unknown.stats().hitRate()).isZero();
        assertThat(cache.engine.regions()).isEmpty();
    }

    @Test
    void regionsAreBounded() {
        CacheFixture small = new CacheFixture(CacheSettings.defaults().maxRegions(2));
        small.client("a").put("k", 1L);
        assertThat(small.client("b").configure(RegionSpec.defaults())).isTrue();
        assertThat(small.client("b").configure(RegionSpec.defaults())).isFalse();

        assertThatThrownBy(() -> small.client("c").put("k", 1L))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED));
    }

    @Test
    void badNamesKeysAndSettingsAreRefused() {
        assertBad(() -> cache.client(""), "region");
        assertBad(() -> cache.client("a b"), "region");
        assertBad(() -> cache.client("a:b"), "region");
        assertBad(() -> region.get(""), "key");
        assertBad(() -> region.put("k".repeat(513), 1L), "key");
        assertBad(() -> region.invalidatePattern("a..b"), "pattern");
        assertBad(() -> region.scan("#", 0, Optional.empty()), "limit");
        assertBad(() -> region.configure(RegionSpec.defaults().maxEntries(0)), "maxEntries");
        assertBad(
                () -> region.configure(RegionSpec.defaults().timeToLive(Duration.ZERO)),
                "timeToLive");
        assertBad(
                () -> region.put("k", 1L, PutOptions.NONE.timeToLive(Duration.ofMillis(-1))),
                "timeToLive");
        assertThat(region.put("k".repeat(512), 1L).stored()).isTrue();
    }

    @Test
    void ifAbsentLeavesWhatIsThere() {
        long version = region.put("a", 1L).version();

        PutReceipt receipt = region.put("a", 2L, PutOptions.NONE.ifAbsent(true));

        assertThat(receipt).isEqualTo(new PutReceipt(false, version));
        assertThat(region.get("a", Long.class)).contains(1L);
    }

    @Test
    void entriesEndWhenTheirTimeIsOver() {
        cache.client("t").configure(RegionSpec.defaults().timeToLive(Duration.ofSeconds(10)));
        CacheClient timed = cache.client("t");
        timed.put("region", 1L);
        timed.put("own", 1L, PutOptions.NONE.timeToLive(Duration.ofSeconds(3)));

        cache.time.advance(Duration.ofMillis(2999));
        assertThat(timed.get("own", Long.class)).contains(1L);
        assertThat(timed.entry("own").orElseThrow().metadata().timeLeft())
                .contains(Duration.ofMillis(1));
        cache.time.advance(Duration.ofMillis(1));
        assertThat(timed.get("own", Long.class)).isEmpty();
        assertThat(timed.get("region", Long.class)).contains(1L);
        cache.time.advance(Duration.ofSeconds(7));
        assertThat(timed.contains("region")).isFalse();
        assertThat(timed.scan("#", 10, Optional.empty()).keys()).isEmpty();
    }

    @Test
    void idleEntriesEndAndReadingKeepsThem() {
        CacheClient idle = cache.client("i");
        idle.configure(RegionSpec.defaults().maxIdle(Duration.ofSeconds(5)));
        idle.put("used", 1L);
        idle.put("looked", 1L);
        cache.time.advance(Duration.ofSeconds(4));
        idle.get("used");
        idle.contains("looked");
        idle.entry("looked");
        cache.time.advance(Duration.ofSeconds(4));

        assertThat(idle.contains("used")).isTrue();
        assertThat(idle.contains("looked")).isFalse();
    }

    @Test
    void metadataTellsAboutTheEntry() {
        PutReceipt receipt =
                region.put("a", 1L, PutOptions.NONE.tags("x", "y").cost(Duration.ofMillis(7)));
        region.get("a");
        region.get("a");
        region.entry("a");

        EntryMetadata metadata = region.entry("a").orElseThrow().metadata();

        assertThat(metadata)
                .isEqualTo(
                        new EntryMetadata(
                                receipt.version(),
                                cache.time.instant(),
                                2,
                                Optional.empty(),
                                Set.of("x", "y"),
                                Duration.ofMillis(7)));
    }

    @Test
    void statisticsCount() throws Exception {
        region.put("a", 1L);
        region.get("a");
        region.get("b");
        region.getOrLoad(
                "c",
                Long.class,
                key -> {
                    cache.time.advance(Duration.ofMillis(4));
                    return 3L;
                },
                PutOptions.NONE);
        region.invalidate("a");

        assertThat(region.stats().hits()).isEqualTo(1);
        assertThat(region.stats().misses()).isEqualTo(2);
        assertThat(region.stats().hitRate()).isEqualTo(1.0 / 3);
        assertThat(region.stats().loads()).isEqualTo(1);
        assertThat(region.stats().averageLoadMs()).isEqualTo(4.0);
        assertThat(region.stats().size()).isEqualTo(1);
        assertThat(region.stats().bytes()).isEqualTo(1);
        assertThat(region.stats().invalidations()).isEqualTo(1);
        assertThat(region.entry("c").orElseThrow().metadata().cost())
                .isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void limitsHold() {
        CacheClient few = cache.client("few");
        few.configure(RegionSpec.defaults().maxEntries(10));
        CacheClient small = cache.client("small");
        small.configure(RegionSpec.defaults().maxBytes(1000));
        for (int i = 0; i < 200; i++) {
            few.put("k" + i, i);
            small.put("k" + i, Payload.json("\"" + "x".repeat(98) + "\""));
            assertThat(few.stats().size()).isLessThanOrEqualTo(10);
            assertThat(small.stats().bytes()).isLessThanOrEqualTo(1000);
        }

        assertThat(few.stats().evictions()).isEqualTo(190);
        assertThat(few.stats().size()).isEqualTo(10);
        assertThat(small.stats().evictions()).isEqualTo(190);
        assertThat(small.stats().bytes()).isEqualTo(1000);
        assertThatThrownBy(() -> small.put("big", Payload.json("9".repeat(1001))))
                .hasMessageContaining("capacity");
    }

    @Test
    void aLoadTooLargeForItsRegionIsReturnedAndNotKept() {
        CacheClient small = cache.client("small");
        small.configure(RegionSpec.defaults().maxBytes(10));

        String loaded = small.getOrLoad("k", String.class, k -> "x".repeat(20), PutOptions.NONE);

        assertThat(loaded).hasSize(20);
        assertThat(small.contains("k")).isFalse();
    }

    @Test
    void aRefusedPayloadFailsTheLoadWithItsOwnCode() {
        assertThatThrownBy(
                        () ->
                                region.getOrLoad(
                                        "k",
                                        String.class,
                                        k -> "x".repeat(2 << 20),
                                        PutOptions.NONE))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThat(region.getOrLoad("k", String.class, k -> "ok", PutOptions.NONE)).isEqualTo("ok");
    }

    @Test
    void scanPagesInOrder() {
        List<String> all = new ArrayList<>();
        for (int i = 100; i < 125; i++) {
            region.put("k." + i, i);
            all.add("k." + i);
        }
        region.put("other", 1L);
        region.put("not a topic", 1L);

        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ScanPage page = region.scan("k.*", 10, cursor);
            seen.addAll(page.keys());
            cursor = page.cursor();
        } while (cursor.isPresent());

        assertThat(seen).isEqualTo(all);
        assertThat(region.scan("#", 100, Optional.empty()).keys()).hasSize(27);
        assertThat(region.clear()).isEqualTo(27);
        assertThat(region.stats().size()).isZero();
    }

    @Test
    void afterCloseNothingWorks() {
        region.put("a", 1L);
        cache.engine.close();

        assertThatThrownBy(() -> region.get("a"))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    static void assertBad(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String field) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MpregRequestException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                            assertThat(e.details()).containsEntry("field", field);
                        });
    }
}
