package io.mpreg.api.cache;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A region of the cache whose keys and values have types.
 *
 * <pre>{@code
 * @Inject @Region("prices") MpregCache<String, Price> prices;
 *
 * Price price = prices.getOrLoad("apple", this::calculate);
 * }</pre>
 *
 * <p>A key that is a {@code String} is the region's key as it is; any other is made one by {@link
 * CacheKey}.
 *
 * <p>Threads, transactions and failures are those of {@link CacheClient}.
 *
 * @param <K> a JDK value or a record of them
 * @param <V> what values are converted to
 * @since 0.1
 */
public interface MpregCache<K, V> {

    /** Computes the value of a key. */
    @FunctionalInterface
    interface Loader<K, V> {

        /** Computes the value; null is a value too. */
        @Nullable V load(K key) throws Exception;
    }

    /** A view of a region. */
    static <K, V> MpregCache<K, V> of(CacheClient region, Class<V> type) {
        return of(region, (Type) type);
    }

    /**
     * A view of a region.
     *
     * @param type what values are converted to; may be generic
     */
    static <K, V> MpregCache<K, V> of(CacheClient region, Type type) {
        return new TypedCache<>(region, type);
    }

    /** The region without types, for everything else. */
    CacheClient region();

    /** The value of a key; empty if there is no entry or its value is null. */
    Optional<V> get(K key);

    /** The values of those keys that have one that is not null. */
    Map<K, V> getAll(Collection<? extends K> keys);

    /** The value of a key; if there is none, it is loaded and kept. */
    default @Nullable V getOrLoad(K key, Loader<? super K, ? extends V> loader) {
        return getOrLoad(key, loader, PutOptions.NONE);
    }

    /**
     * The value of a key; if there is none, it is loaded and kept, see {@link
     * CacheClient#getOrLoad}.
     */
    @Nullable V getOrLoad(K key, Loader<? super K, ? extends V> loader, PutOptions options);

    /**
     * Loads the values of those keys that have none, several at the same time, see {@link
     * CacheClient#warm}. The result names keys as the region has them.
     *
     * <pre>{@code
     * void atStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
     *     prices.warm(List.of("apple", "pear"), this::calculate, WarmOptions.DEFAULT);
     * }
     * }</pre>
     */
    CompletionStage<WarmUp> warm(
            Collection<? extends K> keys,
            Loader<? super K, ? extends V> loader,
            WarmOptions options);

    /** Whether there is an entry, also one whose value is null. */
    boolean containsKey(K key);

    /** Writes an entry. */
    default PutReceipt put(K key, @Nullable V value) {
        return put(key, value, PutOptions.NONE);
    }

    /** Writes an entry. */
    PutReceipt put(K key, @Nullable V value, PutOptions options);

    /** Writes entries, one after the other. */
    void putAll(Map<? extends K, ? extends V> entries);

    /**
     * Writes an entry if there is none.
     *
     * @return whether it was written
     */
    boolean putIfAbsent(K key, @Nullable V value);

    /**
     * Removes an entry and what depends on it.
     *
     * @return whether there was one
     */
    boolean remove(K key);

    /** Drops an entry and what depends on it, on every node; returns how many went here. */
    int invalidate(K key);

    /** Drops the entries whose keys match a topic pattern; returns how many went here. */
    int invalidatePattern(String pattern);

    /** Drops the entries with a tag; returns how many went here. */
    int invalidateTag(String tag);

    /** Removes all entries; returns how many. */
    long clear();

    /** The counts of the region. */
    CacheStats stats();
}
