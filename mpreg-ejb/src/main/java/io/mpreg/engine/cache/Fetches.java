package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Coordination;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The questions for everything of a region whose answers somebody waits for.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Fetches {

    private final Map<Long, Fetch> open = new ConcurrentHashMap<>();

    private static final class Fetch {
        final CompletableFuture<Long> result = new CompletableFuture<>();
        final Set<Integer> parts = new HashSet<>();
        long count;
    }

    /** Begins to wait for the answer to a question; completes with how many entries it brought. */
    CompletableFuture<Long> begin(long round) {
        Fetch fetch = new Fetch();
        open.put(round, fetch);
        fetch.result.whenComplete((count, failure) -> open.remove(round));
        return fetch.result;
    }

    /** Takes note of a part of an answer, and how many entries it brought. */
    void arrived(Coordination.State state, long count) {
        Fetch fetch = open.get(state.round());
        if (fetch == null) {
            return;
        }
        long all;
        synchronized (fetch) {
            fetch.count += count;
            all =
                    fetch.parts.add(state.part()) && fetch.parts.size() == state.parts()
                            ? fetch.count
                            : -1;
        }
        if (all >= 0) {
            fetch.result.complete(all);
        }
    }
}
