package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.CacheLoader;
import io.mpreg.api.cache.MpregCache;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.WarmOptions;
import io.mpreg.api.cache.WarmUp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Entries are loaded ahead of their use. */
class WarmingTest {

    private final CacheFixture fixture = new CacheFixture();
    private final CacheClient region = fixture.client("r");

    private CompletableFuture<WarmUp> warm(
            List<String> keys, CacheLoader<String> loader, WarmOptions options) {
        return region.warm(keys, String.class, loader, options).toCompletableFuture();
    }

    @Test
    void loadsWhatIsMissing() {
        region.put("b", "there");
        List<Integer> progress = new ArrayList<>();
        WarmUp end =
                warm(
                                List.of("a", "b", "c", "a"),
                                key -> {
                                    if (key.equals("c")) {
                                        throw new IllegalStateException("no c");
                                    }
                                    return "loaded " + key;
                                },
                                WarmOptions.DEFAULT
                                        .put(PutOptions.NONE.tags("warm"))
                                        .onProgress(state -> progress.add(state.done())))
                        .join();
        assertThat(end.keys()).isEqualTo(3);
        assertThat(end.loaded()).isEqualTo(1);
        assertThat(end.present()).isEqualTo(1);
        assertThat(end.failures()).containsOnlyKeys("c");
        assertThat(end.failures().get("c").code()).isEqualTo(ErrorCode.EXECUTION_FAILED);
        assertThat(end.failures().get("c")).hasRootCauseMessage("no c");
        assertThat(progress).containsExactly(1, 2, 3);
        assertThat(region.get("a", String.class)).contains("loaded a");
        assertThat(region.invalidateTag("warm")).isEqualTo(1);
    }

    @Test
    void noKeysAreDoneAtOnce() {
        assertThat(warm(List.of(), key -> "x", WarmOptions.DEFAULT).join().done()).isZero();
    }

    @Test
    void asManyLoadAsAreAllowed() {
        Deque<Runnable> started = new ArrayDeque<>();
        CompletableFuture<WarmUp> end =
                warm(
                        List.of("a", "b", "c", "d"),
                        key -> key,
                        WarmOptions.DEFAULT.parallelism(3).executor(started::add));
        assertThat(started).hasSize(3);
        started.remove().run();
        assertThat(end).isNotDone();
        started.forEach(Runnable::run);
        assertThat(end.join().loaded()).isEqualTo(4);
    }

    @Test
    void fewerThreadsDo() {
        List<Runnable> started = new ArrayList<>();
        CompletableFuture<WarmUp> end =
                warm(
                        List.of("a", "b"),
                        key -> key,
                        WarmOptions.DEFAULT.executor(
                                task -> {
                                    if (!started.isEmpty()) {
                                        throw new RejectedExecutionException("full");
                                    }
                                    started.add(task);
                                }));
        started.get(0).run();
        assertThat(end.join().loaded()).isEqualTo(2);
    }

    @Test
    void noThreadIsAFailure() {
        CompletableFuture<WarmUp> end =
                warm(
                        List.of("a"),
                        key -> key,
                        WarmOptions.DEFAULT.executor(
                                task -> {
                                    throw new RejectedExecutionException("full");
                                }));
        assertThat(failure(end).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aListenerThatFailsEndsIt() {
        List<String> loaded = new ArrayList<>();
        CompletableFuture<WarmUp> end =
                warm(
                        List.of("a", "b"),
                        key -> {
                            loaded.add(key);
                            return key;
                        },
                        WarmOptions.DEFAULT
                                .parallelism(1)
                                .onProgress(
                                        state -> {
                                            throw new IllegalStateException("enough");
                                        }));
        assertThat(failure(end)).hasMessageContaining("enough");
        assertThat(loaded).containsExactly("a");
    }

    @Test
    void aClosedCacheIsNotWarmed() {
        CompletableFuture<WarmUp> end =
                warm(
                        List.of("a", "b"),
                        key -> {
                            fixture.engine.close();
                            return key;
                        },
                        WarmOptions.DEFAULT.parallelism(1));
        assertThat(failure(end).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThatThrownBy(() -> warm(List.of("a"), key -> key, WarmOptions.DEFAULT))
                .isInstanceOf(MpregException.class);
    }

    @Test
    void keysMayHaveTypes() {
        MpregCache<Integer, String> typed = MpregCache.of(region, String.class);
        WarmUp end =
                typed.warm(List.of(1, 2), key -> "n" + key, WarmOptions.DEFAULT)
                        .toCompletableFuture()
                        .join();
        assertThat(end.loaded()).isEqualTo(2);
        assertThat(typed.get(2)).contains("n2");
    }

    private static MpregException failure(CompletableFuture<?> end) {
        return (MpregException) end.handle((value, failure) -> failure).join();
    }
}
