package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.PeerWarmUp;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what another node has of a replicated region.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Fetching {

    private final PeerDesk desk;
    private final Platform platform;
    private final Duration timeout;

    /**
     * @param timeout how long a node has to answer
     */
    Fetching(PeerDesk desk, Platform platform, Duration timeout) {
        this.desk = desk;
        this.platform = platform;
        this.timeout = timeout;
    }

    CompletionStage<PeerWarmUp> fetch(String name, @Nullable Region region) {
        if (region == null || region.spec().mode() != RegionSpec.Mode.REPLICATED) {
            return CompletableFuture.failedFuture(
                    MpregRequestException.field(
                            "region",
                            "'"
                                    + name
                                    + "' is "
                                    + (region == null ? "not there" : region.spec().mode())
                                    + "; only a REPLICATED region can be fetched from other nodes,"
                                    + " any other is warmed by a loader"));
        }
        Queue<String> peers = new ArrayDeque<>(desk.others());
        if (peers.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new PeerWarmUp(Optional.empty(), 0, region.size()));
        }
        CompletableFuture<PeerWarmUp> result = new CompletableFuture<>();
        next(region, peers, result);
        return result;
    }

    private void next(Region region, Queue<String> peers, CompletableFuture<PeerWarmUp> result) {
        String peer = peers.poll();
        if (peer == null) {
            result.completeExceptionally(
                    MpregException.of(
                            ErrorCode.TIMED_OUT,
                            "no other node gave what it has of region '"
                                    + region.name()
                                    + "' within "
                                    + timeout.toMillis()
                                    + " ms"));
            return;
        }
        CompletableFuture<Long> fetched = region.coordinator().fetch(peer);
        Timers.Timer timer = platform.timers().schedule(timeout, () -> fetched.cancel(false));
        fetched.whenCompleteAsync(
                (count, failure) -> {
                    timer.cancel();
                    if (failure == null) {
                        result.complete(new PeerWarmUp(Optional.of(peer), count, region.size()));
                    } else {
                        next(region, peers, result);
                    }
                },
                platform.workers());
    }
}
