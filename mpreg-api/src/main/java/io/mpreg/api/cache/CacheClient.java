package io.mpreg.api.cache;

import io.mpreg.api.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One region of the cache.
 *
 * <pre>{@code
 * CacheClient airports = mpreg.cache("airports");
 * Airport nearest = airports.getOrLoad(cell, Airport.class, this::search,
 *         PutOptions.NONE.tags("faa"));
 * airports.invalidateTag("faa");
 * }</pre>
 *
 * <p>Keys are strings; split at dots they are segments, which patterns match. Values may be null: a
 * cached null is an entry whose value is JSON null.
 *
 * <p>The region appears with its first write, with default settings unless {@link #configure} came
 * before; reading one that is not there finds nothing. Keys have 1 to 512 characters.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Each operation on one key is atomic.
 * Once an invalidation has returned, nobody on the same node reads what it dropped, nor the result
 * of a load that began before it, except those who waited for that load already.
 *
 * <p><b>Transactions.</b> None: what is written is there at once and stays if the caller's
 * transaction rolls back.
 *
 * <p><b>Failure.</b> {@link io.mpreg.api.ErrorCode#BAD_REQUEST} for a key, pattern, operation or
 * argument that cannot be, {@link io.mpreg.api.ErrorCode#LIMIT_REACHED} for a region too many or a
 * value larger than its whole region.
 *
 * @since 0.1
 */
public interface CacheClient {

    /** The region's name. */
    String region();

    /**
     * Settles how the region works.
     *
     * @return false if it exists already; nothing changes then
     */
    boolean configure(RegionSpec spec);

    /** The entry of a key, if there is one. */
    Optional<Value> get(String key);

    /** The value of a key converted; empty if there is no entry or its value is null. */
    <T> Optional<T> get(String key, Class<T> type);

    /** The entry of a key and what is known about it; not counted as a read. */
    Optional<CacheEntry> entry(String key);

    /**
     * The value of a key; if there is none, it is loaded and kept. Of several callers that miss at
     * the same time one loads, on its own thread, and all get its value. It is not kept if the key
     * was written or invalidated meanwhile, or if loading failed.
     *
     * @throws io.mpreg.api.MpregException {@link io.mpreg.api.ErrorCode#EXECUTION_FAILED} with the
     *     loader's exception as its cause, or if the load would wait for itself; {@link
     *     io.mpreg.api.ErrorCode#TIMED_OUT} if another caller's load takes too long
     */
    <T> @Nullable T getOrLoad(String key, Class<T> type, CacheLoader<T> loader, PutOptions options);

    /** Whether there is an entry; not counted as a read. */
    boolean contains(String key);

    /** Writes an entry. */
    default PutReceipt put(String key, @Nullable Object value) {
        return put(key, value, PutOptions.NONE);
    }

    /** Writes an entry. */
    PutReceipt put(String key, @Nullable Object value, PutOptions options);

    /**
     * Removes an entry and what depends on it.
     *
     * @return whether there was one
     */
    boolean remove(String key);

    /** Drops an entry and what depends on it, on every node; returns how many went here. */
    int invalidate(String key);

    /**
     * Drops the entries whose keys match a topic pattern, and what depends on them; returns how
     * many went here. A key that is no valid topic is matched by {@code #} only.
     */
    int invalidatePattern(String pattern);

    /** Drops the entries with a tag, and what depends on them; returns how many went here. */
    int invalidateTag(String tag);

    /**
     * Drops everything that depends on a key, through any number of steps; the entry of the key
     * itself stays.
     */
    int invalidateDependency(String key);

    /**
     * Changes an entry atomically; it keeps its time to live, tags and dependencies. Values of JSON
     * are compared by what they say: 1 equals 1.0, and the order of fields does not matter.
     *
     * @param expected what the entry must be, for the operations that compare
     * @param value what to write or add
     */
    AtomicResult atomic(
            String key,
            AtomicOperation operation,
            @Nullable Object expected,
            @Nullable Object value);

    /**
     * Works on an entry that is a data structure; a missing entry is an empty one. The structures
     * are plain JSON: SET, LIST, QUEUE and STACK arrays, MAP an object, COUNTER a number,
     * SORTED_SET an array of {@code {"member", "score"}}.
     *
     * @param operation one of the type's operations, such as {@code add}
     * @param arguments by name, such as {@code value}, {@code index}, {@code field}
     */
    StructureResult structure(
            String key, StructureType type, String operation, Map<String, ?> arguments);

    /**
     * Some of the keys, in their order. A key that is there all the time is seen exactly once over
     * all pages, whatever happens to others.
     *
     * @param pattern a topic pattern over the keys; {@code #} for all
     * @param limit how many at the most, at least 1
     * @param cursor where the page before ended; empty to start
     */
    ScanPage scan(String pattern, int limit, Optional<String> cursor);

    /** The entries that there are of these keys, by key, in the order of the keys. */
    default Map<String, Value> getAll(Collection<String> keys) {
        Map<String, Value> found = new LinkedHashMap<>();
        keys.forEach(key -> get(key).ifPresent(value -> found.put(key, value)));
        return found;
    }

    /**
     * The values of these keys, in the order of the keys; those that are missing are loaded one by
     * one and kept, as by {@link #getOrLoad}.
     */
    default <T> Map<String, @Nullable T> getOrLoadAll(
            Collection<String> keys, Class<T> type, CacheLoader<T> loader, PutOptions options) {
        Map<String, @Nullable T> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(key, getOrLoad(key, type, loader, options)));
        return all;
    }

    /**
     * Loads the entries of those keys that have none, several at the same time; what loading and
     * keeping them means is as with {@link #getOrLoad}. Keys for which that fails are in the result
     * and keep no other from being loaded. The stage ends when all keys are done.
     *
     * <pre>{@code
     * airports.warm(busiest, Airport.class, this::search,
     *                 WarmOptions.DEFAULT.parallelism(8).onProgress(state -> log(state.done())))
     *         .thenAccept(end -> log(end.loaded() + " loaded, " + end.failures()));
     * }</pre>
     *
     * <p>The stage fails with an {@link io.mpreg.api.MpregException} if the cache itself does, or
     * {@code UNAVAILABLE} if no thread takes the loader. Nobody is to wait for it on one of the
     * client's threads for callbacks.
     *
     * @param keys in which order they begin; each counts once
     */
    default <T> CompletionStage<WarmUp> warm(
            Collection<String> keys, Class<T> type, CacheLoader<T> loader, WarmOptions options) {
        return new Warming<>(this, keys, type, loader, options).start();
    }

    /**
     * Fetches what another node has of this region, if it is {@link RegionSpec.Mode#REPLICATED}: a
     * node gets that by itself when it joins; this also brings back what had to make room here.
     * Nodes are asked one after the other until one answers.
     *
     * <pre>{@code
     * sessions.configure(RegionSpec.defaults().mode(RegionSpec.Mode.REPLICATED));
     * sessions.warmFromPeers().thenAccept(end -> log(end.fetched() + " from " + end.peer()));
     * }</pre>
     *
     * <p>The stage fails with {@link io.mpreg.api.ErrorCode#BAD_REQUEST} if the node does not have
     * the region or it is of another mode, whose entries are each node's own; with {@link
     * io.mpreg.api.ErrorCode#TIMED_OUT} if there are other nodes and none answers in time.
     */
    CompletionStage<PeerWarmUp> warmFromPeers();

    /**
     * Compares the entries of this region on all nodes. In a {@link RegionSpec.Mode#REPLICATED}
     * region all are to have the same; in an {@link RegionSpec.Mode#INVALIDATION} region each has
     * copies of its own, but of one key the same; a {@link RegionSpec.Mode#LOCAL} region is not
     * compared. What is on its way between nodes counts as a difference.
     *
     * <pre>{@code
     * prices.check(true).thenAccept(found -> {
     *     if (!found.agrees()) {
     *         log(found.repaired() + " repaired, but " + found.differences());
     *     }
     * });
     * }</pre>
     *
     * @param repair whether to mend what differs: replicated nodes exchange what they have; copies
     *     that differ are invalidated on all nodes. What had to make room on a node is missing
     *     there still
     */
    CompletionStage<CacheCheck> check(boolean repair);

    /** Writes entries, one after the other; returns how many were stored. */
    default int putAll(Map<String, ?> values, PutOptions options) {
        int stored = 0;
        for (Map.Entry<String, ?> entry : values.entrySet()) {
            stored += put(entry.getKey(), entry.getValue(), options).stored() ? 1 : 0;
        }
        return stored;
    }

    /** Removes entries and what depends on them; returns how many of these keys there were. */
    default int removeAll(Collection<String> keys) {
        int removed = 0;
        for (String key : keys) {
            removed += remove(key) ? 1 : 0;
        }
        return removed;
    }

    /** Removes all entries and what depends on them; returns how many went from this region. */
    long clear();

    /** The counts of the region. */
    CacheStats stats();
}
