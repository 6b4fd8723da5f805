package io.mpreg.api.cdi;

import io.mpreg.api.Value;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.CacheEntry;
import io.mpreg.api.cache.CacheLoader;
import io.mpreg.api.cache.CacheStats;
import io.mpreg.api.cache.PeerWarmUp;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.PutReceipt;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.cache.ScanPage;
import io.mpreg.api.cache.StructureResult;
import io.mpreg.api.cache.StructureType;
import io.mpreg.api.cache.WarmOptions;
import io.mpreg.api.cache.WarmUp;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A cache region of the node that is there. */
final class LateCache implements CacheClient {

    private final LateNode node;
    private final String region;
    private volatile @Nullable Held held;

    LateCache(LateNode node, String region) {
        this.node = node;
        this.region = region;
    }

    private record Held(Reached at, CacheClient cache) {}

    private CacheClient cache() {
        Reached now = node.reach();
        Held known = held;
        if (known != null && known.at() == now) {
            return known.cache();
        }
        CacheClient made = now.client().cache(region);
        held = new Held(now, made);
        return made;
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public boolean configure(RegionSpec spec) {
        return cache().configure(spec);
    }

    @Override
    public Optional<Value> get(String key) {
        return cache().get(key);
    }

    @Override
    public <T> Optional<T> get(String key, Class<T> type) {
        return cache().get(key, type);
    }

    @Override
    public Optional<CacheEntry> entry(String key) {
        return cache().entry(key);
    }

    @Override
    public <T> @Nullable T getOrLoad(
            String key, Class<T> type, CacheLoader<T> loader, PutOptions options) {
        return cache().getOrLoad(key, type, loader, options);
    }

    @Override
    public boolean contains(String key) {
        return cache().contains(key);
    }

    @Override
    public PutReceipt put(String key, @Nullable Object value, PutOptions options) {
        return cache().put(key, value, options);
    }

    @Override
    public boolean remove(String key) {
        return cache().remove(key);
    }

    @Override
    public int invalidate(String key) {
        return cache().invalidate(key);
    }

    @Override
    public int invalidatePattern(String pattern) {
        return cache().invalidatePattern(pattern);
    }

    @Override
    public int invalidateTag(String tag) {
        return cache().invalidateTag(tag);
    }

    @Override
    public int invalidateDependency(String key) {
        return cache().invalidateDependency(key);
    }

    @Override
    public AtomicResult atomic(
            String key,
            AtomicOperation operation,
            @Nullable Object expected,
            @Nullable Object value) {
        return cache().atomic(key, operation, expected, value);
    }

    @Override
    public StructureResult structure(
            String key, StructureType type, String operation, Map<String, ?> arguments) {
        return cache().structure(key, type, operation, arguments);
    }

    @Override
    public ScanPage scan(String pattern, int limit, Optional<String> cursor) {
        return cache().scan(pattern, limit, cursor);
    }

    @Override
    public <T> CompletionStage<WarmUp> warm(
            Collection<String> keys, Class<T> type, CacheLoader<T> loader, WarmOptions options) {
        return cache().warm(keys, type, loader, options);
    }

    @Override
    public CompletionStage<PeerWarmUp> warmFromPeers() {
        return cache().warmFromPeers();
    }

    @Override
    public CompletionStage<CacheCheck> check(boolean repair) {
        return cache().check(repair);
    }

    @Override
    public long clear() {
        return cache().clear();
    }

    @Override
    public CacheStats stats() {
        return cache().stats();
    }
}
