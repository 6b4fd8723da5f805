package io.mpreg.api.cache;

import io.mpreg.api.Value;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A view of a region that converts keys and values. */
record TypedCache<K, V>(CacheClient region, Type type) implements MpregCache<K, V> {

    private static String text(Object key) {
        return key instanceof String text ? text : CacheKey.of(key);
    }

    @SuppressWarnings("unchecked") // the type says so
    private @Nullable V converted(Value value) {
        return (V) value.as(type);
    }

    @Override
    public Optional<V> get(K key) {
        return region.get(text(key)).map(this::converted);
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        for (K key : keys) {
            get(key).ifPresent(value -> found.put(key, value));
        }
        return found;
    }

    /**
     * Asks for a {@link Value}, so that the type may be generic; who loads gets what was loaded, as
     * it is.
     */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // what is loaded is not read by the region
    public @Nullable V getOrLoad(K key, Loader<? super K, ? extends V> loader, PutOptions options) {
        CacheLoader<Object> loading = text -> loader.load(key);
        Object found = region.<Object>getOrLoad(text(key), (Class) Value.class, loading, options);
        return found instanceof Value value && type != Value.class ? converted(value) : (V) found;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // nobody looks at what is loaded
    public CompletionStage<WarmUp> warm(
            Collection<? extends K> keys,
            Loader<? super K, ? extends V> loader,
            WarmOptions options) {
        Map<String, K> byText = new LinkedHashMap<>();
        keys.forEach(key -> byText.put(text(key), key));
        CacheLoader<Object> loading = text -> loader.load(byText.get(text));
        return region.<Object>warm(byText.keySet(), (Class) Value.class, loading, options);
    }

    @Override
    public boolean containsKey(K key) {
        return region.contains(text(key));
    }

    @Override
    public PutReceipt put(K key, @Nullable V value, PutOptions options) {
        return region.put(text(key), value, options);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        entries.forEach(this::put);
    }

    @Override
    public boolean putIfAbsent(K key, @Nullable V value) {
        return put(key, value, PutOptions.NONE.ifAbsent(true)).stored();
    }

    @Override
    public boolean remove(K key) {
        return region.remove(text(key));
    }

    @Override
    public int invalidate(K key) {
        return region.invalidate(text(key));
    }

    @Override
    public int invalidatePattern(String pattern) {
        return region.invalidatePattern(pattern);
    }

    @Override
    public int invalidateTag(String tag) {
        return region.invalidateTag(tag);
    }

    @Override
    public long clear() {
        return region.clear();
    }

    @Override
    public CacheStats stats() {
        return region.stats();
    }
}
