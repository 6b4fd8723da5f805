package io.mpreg.client;

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
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.wire.Fields;
import io.mpreg.wire.Payloads;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A cache region over a connection. */
final class RemoteCache implements CacheClient {

    private final String region;
    private final Connection connection;
    private final ValueCodec codec;
    private final Flights flights;

    RemoteCache(String region, Connection connection, ValueCodec codec, Flights flights) {
        this.region = region;
        this.connection = connection;
        this.codec = codec;
        this.flights = flights;
    }

    private Request op(String op) {
        return Request.op(op).with("region", region);
    }

    private Request op(String op, String key) {
        return op(op).with("key", key);
    }

    private Fields ask(Request request) {
        return Failures.await(connection.request(request));
    }

    private Object frame(@Nullable Object value) {
        return Payloads.toFrame(codec.encode(value));
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public boolean configure(RegionSpec spec) {
        Request request =
                op("cache.region")
                        .with("mode", spec.mode().name())
                        .with("policy", spec.policy().name())
                        .millis("ttlMs", spec.timeToLive())
                        .millis("maxIdleMs", spec.maxIdle());
        spec.maxEntries().ifPresent(entries -> request.with("maxEntries", entries));
        spec.maxBytes().ifPresent(bytes -> request.with("maxBytes", bytes));
        if (spec.conflict() != RegionSpec.Conflict.VECTOR_CLOCK) {
            request.with("conflict", spec.conflict().name());
        }
        request.millis("refreshAfterMs", spec.refreshAfter());
        return ask(request).flag("created");
    }

    @Override
    public Optional<Value> get(String key) {
        Fields reply = ask(op("cache.get", key));
        return reply.flag("found")
                ? Optional.of(new Value(reply.payload("value"), codec))
                : Optional.empty();
    }

    @Override
    public <T> Optional<T> get(String key, Class<T> type) {
        return get(key).map(value -> value.as(type));
    }

    @Override
    public Optional<CacheEntry> entry(String key) {
        Fields reply = ask(op("cache.get", key).with("metadata", true));
        return reply.flag("found")
                ? Optional.of(
                        new CacheEntry(
                                new Value(reply.payload("value"), codec),
                                metadata(reply.object("metadata"))))
                : Optional.empty();
    }

    private static EntryMetadata metadata(Fields frame) {
        return new EntryMetadata(
                frame.whole("version"),
                frame.instant("createdAt", Instant.EPOCH),
                frame.whole("hits"),
                frame.optionalMillis("ttlLeftMs"),
                Set.copyOf(frame.texts("tags")),
                frame.millis("costMs"));
    }

    @Override
    public <T> @Nullable T getOrLoad(
            String key, Class<T> type, CacheLoader<T> loader, PutOptions options) {
        Optional<Value> known = get(key);
        if (known.isPresent()) {
            return known.get().as(type);
        }
        Payload payload =
                flights.join(
                        region,
                        key,
                        () -> {
                            T value = loader.load(key);
                            Payload loaded = codec.encode(value);
                            put(key, loaded, options);
                            return loaded;
                        });
        return codec.decode(payload, type);
    }

    @Override
    public boolean contains(String key) {
        return entry(key).isPresent();
    }

    @Override
    public PutReceipt put(String key, @Nullable Object value, PutOptions options) {
        Request request =
                op("cache.put", key)
                        .with("value", frame(value))
                        .millis("ttlMs", options.timeToLive())
                        .unlessEmpty("tags", options.tags())
                        .unlessEmpty("dependsOn", options.dependsOn())
                        .millis("costMs", options.cost())
                        .flag("ifAbsent", options.ifAbsent());
        options.weight().ifPresent(weight -> request.with("weight", weight));
        if (options.quality() != 0) {
            request.with("quality", options.quality());
        }
        Fields reply = ask(request);
        return new PutReceipt(reply.flag("stored"), reply.whole("version"));
    }

    @Override
    public boolean remove(String key) {
        return ask(op("cache.remove", key)).flag("removed");
    }

    private int invalidate(String by, String value) {
        return ask(op("cache.invalidate").with(by, value)).integer("invalidated");
    }

    @Override
    public int invalidate(String key) {
        return invalidate("key", key);
    }

    @Override
    public int invalidatePattern(String pattern) {
        return invalidate("pattern", pattern);
    }

    @Override
    public int invalidateTag(String tag) {
        return invalidate("tag", tag);
    }

    @Override
    public int invalidateDependency(String key) {
        return invalidate("dependency", key);
    }

    @Override
    public AtomicResult atomic(
            String key,
            AtomicOperation operation,
            @Nullable Object expected,
            @Nullable Object value) {
        Request request = op("cache.atomic", key).with("operation", operation.name());
        if (expected != null) {
            request.with("expected", frame(expected));
        }
        if (value != null) {
            request.with("value", frame(value));
        }
        Fields reply = ask(request);
        return new AtomicResult(
                reply.flag("success"),
                new Value(reply.payload("oldValue"), codec),
                new Value(reply.payload("newValue"), codec),
                reply.text("reason", ""));
    }

    @Override
    public StructureResult structure(
            String key, StructureType type, String operation, Map<String, ?> arguments) {
        Request request = Request.object();
        arguments.forEach((name, value) -> request.with(name, frame(value)));
        request.with("op", "cache.structure")
                .with("region", region)
                .with("key", key)
                .with("type", type.name())
                .with("operation", operation);
        Fields reply = ask(request);
        return new StructureResult(new Value(reply.payload("result"), codec), reply.whole("size"));
    }

    @Override
    public ScanPage scan(String pattern, int limit, Optional<String> cursor) {
        Fields reply =
                ask(
                        op("cache.scan")
                                .with("pattern", pattern)
                                .with("limit", limit)
                                .with("cursor", cursor));
        return new ScanPage(reply.texts("keys"), reply.optionalText("cursor"));
    }

    @Override
    public <T> CompletionStage<WarmUp> warm(
            Collection<String> keys, Class<T> type, CacheLoader<T> loader, WarmOptions options) {
        return CacheClient.super.warm(
                keys, type, loader, options.unlessGiven(connection.threads().callbacks()));
    }

    @Override
    public CompletionStage<PeerWarmUp> warmFromPeers() {
        return connection.ask(
                op("cache.warm"),
                reply ->
                        new PeerWarmUp(
                                reply.optionalText("peer"),
                                reply.whole("fetched"),
                                reply.whole("entries")));
    }

    @Override
    public CompletionStage<CacheCheck> check(boolean repair) {
        return connection.ask(op("cache.check").flag("repair", repair), Checks::read);
    }

    @Override
    public long clear() {
        return ask(op("cache.clear")).whole("cleared");
    }

    @Override
    public CacheStats stats() {
        Fields stats = ask(op("cache.stats"));
        return new CacheStats(
                stats.whole("hits"),
                stats.whole("misses"),
                stats.number("hitRate"),
                stats.whole("size"),
                stats.whole("bytes"),
                stats.whole("loads"),
                stats.number("averageLoadMs"),
                stats.whole("evictions"),
                stats.whole("expirations"),
                stats.whole("invalidations"));
    }
}
