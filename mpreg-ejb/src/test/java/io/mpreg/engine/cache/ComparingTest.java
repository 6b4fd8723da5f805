package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.CacheDifference;
import io.mpreg.api.cache.CacheDifference.Kind;
import io.mpreg.api.cache.PeerWarmUp;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.Agreement.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What several nodes have of a region is compared, mended and fetched. */
class ComparingTest {

    private static final RegionSpec REPLICATED =
            RegionSpec.defaults().mode(RegionSpec.Mode.REPLICATED);

    private final World world = new World(1, CoordinationSettings.defaults(), 3);

    private CacheClient on(int node) {
        return world.nodes.get(node).region("r");
    }

    private <T> T wait(CompletionStage<T> stage) {
        CompletableFuture<T> result = stage.toCompletableFuture();
        for (int step = 0; step < 400 && !result.isDone(); step++) {
            world.time.advance(Duration.ofMillis(100));
        }
        assertThat(result).isDone();
        return result.join();
    }

    private void configure(RegionSpec spec) {
        world.nodes.forEach(node -> node.region("r").configure(spec));
    }

    /** Carries what is on its way, without giving the nodes time to compare by themselves. */
    private CacheCheck checkAtOnce(boolean repair) {
        CompletableFuture<CacheCheck> check = on(0).check(repair).toCompletableFuture();
        world.time.advance(Duration.ofMillis(10));
        return check.join();
    }

    @Test
    void nodesThatHaveTheSameAgree() {
        configure(REPLICATED);
        for (int i = 0; i < 5; i++) {
            on(i % 3).put("k." + i, i);
        }
        world.time.advance(Duration.ofMillis(10));
        CacheCheck check = checkAtOnce(false);
        assertThat(check.agrees()).isTrue();
        assertThat(check.keys()).isEqualTo(5);
        assertThat(check.nodes()).isEqualTo(Map.of("n0", 5L, "n1", 5L, "n2", 5L));
    }

    @Test
    void whatANodeMissedIsFoundAndMended() {
        configure(REPLICATED);
        on(0).put("both", 1);
        on(0).put("gone", 1);
        world.time.advance(Duration.ofMillis(10));
        world.network.cut("n1");
        on(0).put("both", 2);
        on(0).put("here", 1);
        on(1).put("there", 1);
        on(1).remove("gone");
        world.network.join("n1");
        CacheCheck found = checkAtOnce(false);
        assertThat(found.differences())
                .containsExactlyInAnyOrder(
                        new CacheDifference("both", Kind.VALUE, "n1"),
                        new CacheDifference("here", Kind.MISSING_THERE, "n1"),
                        new CacheDifference("gone", Kind.MISSING_THERE, "n1"),
                        new CacheDifference("there", Kind.MISSING_HERE, "n1"));
        assertThat(found.keys()).isEqualTo(4);
        assertThat(found.repaired()).isZero();
        CacheCheck mended = wait(on(0).check(true));
        assertThat(mended.agrees()).as("%s", mended).isTrue();
        assertThat(mended.repaired()).isEqualTo(4);
        for (int node = 0; node < 3; node++) {
            assertThat(on(node).get("both", Long.class)).contains(2L);
            assertThat(on(node).contains("gone")).isFalse();
            assertThat(on(node).contains("there")).isTrue();
        }
    }

    @Test
    void copiesThatDifferAreDropped() {
        on(0).getOrLoad("k", String.class, k -> "old", PutOptions.NONE);
        on(1).getOrLoad("k", String.class, k -> "new", PutOptions.NONE);
        on(1).getOrLoad("only there", String.class, k -> "x", PutOptions.NONE);
        CacheCheck found = wait(on(0).check(false));
        assertThat(found.differences()).containsExactly(new CacheDifference("k", Kind.VALUE, "n1"));
        assertThat(found.keys()).isEqualTo(2);
        CacheCheck mended = wait(on(0).check(true));
        assertThat(mended.repaired()).isEqualTo(1);
        assertThat(mended.agrees()).isTrue();
        assertThat(on(0).contains("k")).isFalse();
        assertThat(on(1).contains("k")).isFalse();
        assertThat(on(1).contains("only there")).isTrue();
    }

    @Test
    void localRegionsAreNotCompared() {
        configure(RegionSpec.defaults().mode(RegionSpec.Mode.LOCAL));
        on(0).put("k", 1);
        on(1).put("k", 2);
        CacheCheck check = wait(on(0).check(true));
        assertThat(check.agrees()).isTrue();
        assertThat(check.keys()).isEqualTo(1);
        assertThat(check.nodes()).containsOnlyKeys("n0");
    }

    @Test
    void whoDoesNotAnswerIsNamed() {
        configure(REPLICATED);
        on(0).put("k", 1);
        world.network.faults(1, 0, 0);
        CacheCheck check = wait(on(0).check(false));
        assertThat(check.silent()).containsExactlyInAnyOrder("n1", "n2");
        assertThat(check.agrees()).isFalse();
    }

    @Test
    void aRegionThatIsNowhereHasNothing() {
        CacheCheck check = wait(on(0).check(true));
        assertThat(check.agrees()).isTrue();
        assertThat(check.keys()).isZero();
    }

    @Test
    void aNewNodeFetchesEverything() {
        configure(REPLICATED);
        on(0).put("a", 1);
        on(1).put("b", 2);
        world.time.advance(Duration.ofMillis(10));
        world.add("late", CoordinationSettings.defaults());
        on(3).configure(REPLICATED);
        PeerWarmUp end = wait(on(3).warmFromPeers());
        assertThat(end.peer()).isPresent();
        assertThat(end.fetched()).isEqualTo(2);
        assertThat(end.entries()).isEqualTo(2);
        assertThat(on(3).get("b", Long.class)).contains(2L);
        assertThat(wait(on(3).warmFromPeers()).fetched()).isZero();
    }

    @Test
    void whatMadeRoomComesBack() {
        world.nodes.get(0).region("r").configure(REPLICATED.maxEntries(2).policy(LRU));
        on(1).configure(REPLICATED);
        for (int i = 0; i < 4; i++) {
            on(0).put("k." + i, i);
        }
        world.time.advance(Duration.ofMillis(10));
        on(0).remove("k.2");
        on(0).remove("k.3");
        assertThat(on(0).stats().size()).isZero();
        PeerWarmUp end = wait(on(0).warmFromPeers());
        assertThat(end.entries()).isEqualTo(2);
        assertThat(on(0).get("k.0", Long.class)).contains(0L);
    }

    private static final RegionSpec.Policy LRU = RegionSpec.Policy.LRU;

    @Test
    void withoutOthersThereIsNothingToFetch() {
        configure(REPLICATED);
        on(0).put("k", 1);
        world.network.cut("n0");
        assertThat(wait(on(0).warmFromPeers())).isEqualTo(new PeerWarmUp(Optional.empty(), 0, 1));
    }

    @Test
    void fetchingSaysWhyItCannotBe() {
        assertThatThrownBy(() -> wait(on(0).warmFromPeers()))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.BAD_REQUEST))
                .hasMessageContaining("not there");
        on(0).put("k", 1);
        assertThatThrownBy(() -> wait(on(0).warmFromPeers()))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.BAD_REQUEST))
                .hasMessageContaining("INVALIDATION");
    }

    @Test
    void nobodyWhoAnswersIsATimeout() {
        configure(REPLICATED);
        world.network.faults(1, 0, 0);
        assertThatThrownBy(() -> wait(on(0).warmFromPeers()))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.TIMED_OUT));
    }

    private static ErrorCode code(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return ((MpregException) cause).code();
    }
}
