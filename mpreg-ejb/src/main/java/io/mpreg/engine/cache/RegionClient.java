package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.CacheEntry;
import io.mpreg.api.cache.CacheLoader;
import io.mpreg.api.cache.CacheStats;
import io.mpreg.api.cache.EntryMetadata;
import io.mpreg.api.cache.PeerWarmUp;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.PutReceipt;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.cache.ScanPage;
import io.mpreg.api.cache.StructureResult;
import io.mpreg.api.cache.StructureType;
import io.mpreg.api.cache.WarmOptions;
import io.mpreg.api.cache.WarmUp;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.gate.ClientContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One region on behalf of one caller.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RegionClient implements CacheClient {

    private final CacheCore core;
    private final ClientContext context;
    private final String name;
    private final Cause cause;

    /** Whether everything is to be remembered, because others belong to it. */
    private final boolean tied;

    private final Changes changes;
    private final Decoded decoded;
    private volatile @Nullable Region known;

    RegionClient(CacheCore core, ClientContext context, String name, Cause cause) {
        this.core = core;
        this.context = context;
        this.name = name;
        this.cause = cause;
        this.tied = cause.correlation().isPresent();
        this.decoded = new Decoded(context.codec());
        this.changes = new Changes(core, context, cause);
    }

    @Override
    public String region() {
        return name;
    }

    @Override
    public boolean configure(RegionSpec spec) {
        core.open();
        Stores.check(spec);
        return core.regions().create(name, spec);
    }

    @Override
    public Optional<Value> get(String key) {
        // Of a cache that is closed there is nothing to glance at.
        Region region = tied ? null : known;
        Payload glanced = region == null ? null : region.glance(key);
        if (glanced == null) {
            Entry entry = read(key);
            return entry == null ? Optional.empty() : Optional.of(value(entry.value()));
        }
        glanced(region, key);
        return Optional.of(value(glanced));
    }

    @Override
    public <T> Optional<T> get(String key, Class<T> type) {
        Entry entry = read(key);
        return entry == null ? Optional.empty() : decoded.of(entry, type);
    }

    @Override
    public Optional<CacheEntry> entry(String key) {
        Region region = find(key);
        Entry entry = region == null ? null : region.peek(key);
        if (entry == null) {
            return Optional.empty();
        }
        return Optional.of(
                new CacheEntry(
                        value(entry.value()),
                        new EntryMetadata(
                                entry.version(),
                                Instant.ofEpochMilli(entry.createdMillis()),
                                region.hits(entry),
                                region.timeLeft(entry),
                                entry.traits().tags(),
                                entry.traits().cost())));
    }

    @Override
    public <T> @Nullable T getOrLoad(
            String key, Class<T> type, CacheLoader<T> loader, PutOptions options) {
        Names.key(key);
        Names.options(options);
        Entry entry = read(key);
        if (entry != null) {
            if (entry.region().isOld(entry) && entry.beginRefresh()) {
                core.loading().refresh(request(key, type, loader, options), entry);
            }
            return decoded.of(entry, type).orElse(null);
        }
        try {
            return core.loading().load(request(key, type, loader, options));
        } finally {
            core.cascade().settle();
        }
    }

    private <T> Loading.Request<T> request(
            String key, Class<T> type, CacheLoader<T> loader, PutOptions options) {
        return new Loading.Request<>(obtain(), key, type, loader, options, context, cause);
    }

    @Override
    public boolean contains(String key) {
        Region region = find(key);
        return region != null && region.peek(key) != null;
    }

    @Override
    public PutReceipt put(String key, @Nullable Object value, PutOptions options) {
        core.open();
        Names.key(key);
        Names.options(options);
        Payload payload = context.encode(value);
        Region region = obtain();
        Region.Written written =
                region.put(key, payload, region.traits(options), options.ifAbsent());
        if (written.stored()) {
            core.announcer().written(written.entry(), cause);
        }
        core.cascade().settle();
        return new PutReceipt(written.stored(), written.entry().version());
    }

    @Override
    public boolean remove(String key) {
        core.open();
        return core.cascade().remove(new KeyRef(name, Names.key(key)), cause);
    }

    @Override
    public int invalidate(String key) {
        return invalidate(Invalidation.key(key));
    }

    @Override
    public int invalidatePattern(String pattern) {
        return invalidate(Invalidation.pattern(pattern));
    }

    @Override
    public int invalidateTag(String tag) {
        return invalidate(Invalidation.tag(tag));
    }

    @Override
    public int invalidateDependency(String key) {
        return invalidate(Invalidation.dependency(key));
    }

    @Override
    public AtomicResult atomic(
            String key,
            AtomicOperation operation,
            @Nullable Object expected,
            @Nullable Object value) {
        core.open();
        Names.key(key);
        return changes.atomic(obtain(), key, operation, expected, value);
    }

    @Override
    public StructureResult structure(
            String key, StructureType type, String operation, Map<String, ?> arguments) {
        core.open();
        Names.key(key);
        return changes.structure(this::obtain, find(key), key, type, operation, arguments);
    }

    @Override
    public ScanPage scan(String pattern, int limit, Optional<String> cursor) {
        core.open();
        if (limit < 1) {
            throw MpregRequestException.field("limit", "it must be at least 1, was " + limit);
        }
        KeyPattern keys = KeyPattern.of(pattern);
        Region region = core.regions().find(name);
        return region == null
                ? new ScanPage(List.of(), Optional.empty())
                : Scan.page(region, keys, limit, cursor);
    }

    @Override
    public <T> CompletionStage<WarmUp> warm(
            Collection<String> keys, Class<T> type, CacheLoader<T> loader, WarmOptions options) {
        core.open();
        return CacheClient.super.warm(keys, type, loader, options.unlessGiven(context.callbacks()));
    }

    @Override
    public CompletionStage<PeerWarmUp> warmFromPeers() {
        core.open();
        return core.fetching().fetch(name, core.regions().find(name));
    }

    @Override
    public CompletionStage<CacheCheck> check(boolean repair) {
        core.open();
        return core.checkup().check(name, repair);
    }

    @Override
    public long clear() {
        core.open();
        Region region = core.regions().find(name);
        return region == null ? 0 : core.cascade().clear(region, cause);
    }

    @Override
    public CacheStats stats() {
        core.open();
        Region region = core.regions().find(name);
        if (region == null) {
            return Meters.NOTHING;
        }
        region.settle();
        core.cascade().settle();
        return region.stats();
    }

    private int invalidate(Invalidation what) {
        core.open();
        return core.cascade().invalidate(name, what, cause);
    }

    private @Nullable Entry read(String key) {
        core.open();
        Region region = known();
        Entry entry = region == null ? null : region.read(key);
        if (region == null || entry == null) {
            return missed(region, key);
        }
        entry.hit();
        long hits = region.countHit();
        if (tied || region.tells(hits)) {
            core.announcer().hit(region, entry, hits, cause);
        }
        if (region.unsettled()) {
            core.cascade().settle();
        }
        return entry;
    }

    private void glanced(Region region, String key) {
        long hits = region.countHit();
        if (region.isSample(hits)) {
            sampled(region, key, hits);
        }
    }

    private void sampled(Region region, String key, long hits) {
        Entry entry = region.peek(key);
        if (entry != null) {
            core.announcer().hit(region, entry, hits, cause);
        }
        core.cascade().settle();
    }

    private @Nullable Entry missed(@Nullable Region region, String key) {
        // Only now: whatever has an entry was checked when that was written.
        Names.key(key);
        if (region != null) {
            long misses = region.countMiss();
            if (tied || region.tells(misses)) {
                core.announcer().missed(region, key, misses, cause);
            }
        }
        core.cascade().settle();
        return null;
    }

    private @Nullable Region find(String key) {
        core.open();
        Names.key(key);
        return known();
    }

    private @Nullable Region known() {
        Region region = known;
        if (region == null) {
            region = core.regions().find(name);
            known = region;
        }
        return region;
    }

    private Region obtain() {
        Region region = known;
        if (region == null) {
            region = core.regions().obtain(name);
            known = region;
        }
        return region;
    }

    private Value value(Payload payload) {
        return new Value(payload, context.codec());
    }
}
