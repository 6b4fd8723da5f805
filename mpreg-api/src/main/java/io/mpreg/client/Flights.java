package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads of cache entries under way: of those who miss a key at the same time one loads, the others
 * get its value.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. A loader that asks for its own key
 * loads again.
 */
final class Flights {

    private final Map<Key, Flight> flights = new ConcurrentHashMap<>();

    Payload join(String region, String key, Callable<Payload> load) {
        Key place = new Key(region, key);
        Flight mine = new Flight(Thread.currentThread(), new CompletableFuture<>());
        Flight leader = flights.putIfAbsent(place, mine);
        if (leader != null && leader.thread() == Thread.currentThread()) {
            return loaded(key, load);
        }
        if (leader != null) {
            return Failures.await(leader.value());
        }
        try {
            Payload payload = loaded(key, load);
            mine.value().complete(payload);
            return payload;
        } catch (RuntimeException | Error e) {
            mine.value().completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(place, mine);
        }
    }

    private static Payload loaded(String key, Callable<Payload> load) {
        try {
            return load.call();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw MpregException.of(
                    ErrorCode.EXECUTION_FAILED,
                    "the loader of '" + key + "' failed: " + e,
                    Map.of("key", key),
                    e);
        }
    }

    private record Key(String region, String key) {}

    private record Flight(Thread thread, CompletableFuture<Payload> value) {}
}
