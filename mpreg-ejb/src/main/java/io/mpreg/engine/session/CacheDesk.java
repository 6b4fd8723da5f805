package io.mpreg.engine.session;

import io.mpreg.api.Value;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.CacheDifference;
import io.mpreg.api.cache.CacheEntry;
import io.mpreg.api.cache.CacheStats;
import io.mpreg.api.cache.EntryMetadata;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.PutReceipt;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.cache.ScanPage;
import io.mpreg.api.cache.StructureResult;
import io.mpreg.api.cache.StructureType;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cache regions. */
final class CacheDesk {

    private static final int SCAN = 1000;
    private static final Set<String> ENVELOPE =
            Set.of("op", "id", "region", "key", "type", "operation", "correlationId");

    private CacheDesk() {}

    static void operations(Operations all) {
        all.family(session -> session)
                .swift("cache.region", CacheDesk::region)
                .swift("cache.put", CacheDesk::put)
                .swift("cache.get", CacheDesk::get)
                .swift("cache.remove", CacheDesk::remove)
                .swift("cache.invalidate", CacheDesk::invalidate)
                .swift("cache.atomic", CacheDesk::atomic)
                .swift("cache.structure", CacheDesk::structure)
                .slow("cache.scan", CacheDesk::scan)
                .slow("cache.clear", CacheDesk::clear)
                .slow("cache.warm", CacheDesk::warm)
                .slow("cache.check", CacheDesk::check)
                .slow("cache.stats", CacheDesk::stats);
    }

    /** A request's region, and what ties it to others. */
    private record Place(CacheClient cache, String correlation) {

        static Place of(Session session, Fields fields) {
            String correlation =
                    fields.correlationId()
                            .orElseGet(() -> session.host().ulids().next().toString());
            return new Place(
                    session.client().cache(fields.text("region"), Optional.of(correlation)),
                    correlation);
        }
    }

    private static void region(Session session, Fields fields, Answer answer) {
        RegionSpec spec =
                new RegionSpec(
                        fields.choice("mode", RegionSpec.Mode.class, RegionSpec.Mode.INVALIDATION),
                        fields.choice(
                                "policy", RegionSpec.Policy.class, RegionSpec.Policy.W_TINY_LFU),
                        positive(fields, "maxEntries"),
                        positive(fields, "maxBytes"),
                        fields.millis("ttlMs"),
                        fields.millis("maxIdleMs"),
                        fields.choice(
                                "conflict",
                                RegionSpec.Conflict.class,
                                RegionSpec.Conflict.VECTOR_CLOCK),
                        fields.millis("refreshAfterMs"));
        Place place = Place.of(session, fields);
        answer.ok("created", place.cache().configure(spec), "correlationId", place.correlation());
    }

    private static OptionalLong positive(Fields fields, String name) {
        if (!fields.has(name)) {
            return OptionalLong.empty();
        }
        long value = fields.number(name);
        if (value < 1) {
            throw fields.wrong(name, "it must be at least 1, is " + value);
        }
        return OptionalLong.of(value);
    }

    private static void put(Session session, Fields fields, Answer answer) {
        PutOptions options =
                new PutOptions(
                        fields.millis("ttlMs"),
                        Set.copyOf(fields.texts("tags")),
                        Set.copyOf(fields.texts("dependsOn")),
                        fields.millis("costMs", Duration.ZERO),
                        fields.flag("ifAbsent", false),
                        fields.has("weight")
                                ? OptionalInt.of(fields.whole("weight", 0))
                                : OptionalInt.empty(),
                        fields.has("quality") ? fields.decimal("quality") : 0);
        Place place = Place.of(session, fields);
        PutReceipt receipt =
                place.cache().put(fields.text("key"), fields.payload("value"), options);
        answer.ok(
                "stored", receipt.stored(),
                "version", receipt.version(),
                "correlationId", place.correlation());
    }

    private static void get(Session session, Fields fields, Answer answer) {
        String key = fields.text("key");
        boolean metadata = fields.flag("metadata", false);
        Place place = Place.of(session, fields);
        Optional<Value> value = place.cache().get(key);
        Optional<CacheEntry> entry =
                metadata && value.isPresent() ? place.cache().entry(key) : Optional.empty();
        if (value.isEmpty()) {
            answer.ok("found", false, "correlationId", place.correlation());
        } else if (entry.isEmpty()) {
            answer.ok("found", true, "value", value.get(), "correlationId", place.correlation());
        } else {
            answer.ok(
                    "found",
                    true,
                    "value",
                    entry.get().value(),
                    "metadata",
                    metadata(session, entry.get().metadata()),
                    "correlationId",
                    place.correlation());
        }
    }

    private static Map<String, Object> metadata(Session session, EntryMetadata metadata) {
        return Frames.object(
                "version", metadata.version(),
                "createdAt", session.host().timestamps().text(metadata.createdAt()),
                "hits", metadata.hits(),
                "ttlLeftMs", metadata.timeLeft().map(Frames::millis).orElse(null),
                "tags", new TreeSet<>(metadata.tags()),
                "costMs", Frames.millis(metadata.cost()));
    }

    private static void remove(Session session, Fields fields, Answer answer) {
        Place place = Place.of(session, fields);
        answer.ok(
                "removed",
                place.cache().remove(fields.text("key")),
                "correlationId",
                place.correlation());
    }

    private static void invalidate(Session session, Fields fields, Answer answer) {
        List<String> given =
                List.of("key", "pattern", "tag", "dependency").stream()
                        .filter(fields::has)
                        .toList();
        if (given.size() != 1) {
            throw fields.wrong(
                    "key", "one of key, pattern, tag, dependency is needed, not " + given);
        }
        Place place = Place.of(session, fields);
        CacheClient cache = place.cache();
        String what = fields.text(given.get(0));
        int count =
                switch (given.get(0)) {
                    case "key" -> cache.invalidate(what);
                    case "pattern" -> cache.invalidatePattern(what);
                    case "tag" -> cache.invalidateTag(what);
                    default -> cache.invalidateDependency(what);
                };
        answer.ok("invalidated", count, "correlationId", place.correlation());
    }

    private static void atomic(Session session, Fields fields, Answer answer) {
        AtomicOperation operation =
                fields.choice("operation", AtomicOperation.class)
                        .orElseThrow(() -> fields.wrong("operation", "it is missing"));
        Place place = Place.of(session, fields);
        AtomicResult result =
                place.cache()
                        .atomic(
                                fields.text("key"),
                                operation,
                                fields.has("expected") ? fields.payload("expected") : null,
                                fields.has("value") ? fields.payload("value") : null);
        Object[] reply = {
            "success", result.success(),
            "oldValue", result.oldValue(),
            "newValue", result.newValue(),
            "correlationId", place.correlation(),
            "reason", result.reason()
        };
        // Without a reason there is no field.
        answer.ok(result.reason().isEmpty() ? Arrays.copyOf(reply, 8) : reply);
    }

    private static void structure(Session session, Fields fields, Answer answer) {
        StructureType type =
                fields.choice("type", StructureType.class)
                        .orElseThrow(() -> fields.wrong("type", "it is missing"));
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Object name : fields.values().keySet()) {
            if (name instanceof String text && !ENVELOPE.contains(text)) {
                arguments.put(text, argument(fields, text));
            }
        }
        Place place = Place.of(session, fields);
        StructureResult result =
                place.cache()
                        .structure(fields.text("key"), type, fields.text("operation"), arguments);
        answer.ok(
                "result", result.result(),
                "size", result.size(),
                "correlationId", place.correlation());
    }

    /* Values are kept as text, all else is a tree; the codec of the client takes both. */
    private static Object argument(Fields fields, String name) {
        return switch (name) {
            case "value", "member", "expected", "payload", "commands" -> fields.payload(name);
            default -> new PayloadCodec().encode(fields.values().get(name));
        };
    }

    private static void scan(Session session, Fields fields, Answer answer) {
        Place place = Place.of(session, fields);
        ScanPage page =
                place.cache()
                        .scan(
                                fields.text("pattern", "#"),
                                fields.whole("limit", SCAN, 1),
                                fields.optionalText("cursor"));
        if (page.cursor().isPresent()) {
            answer.ok(
                    "keys", page.keys(),
                    "cursor", page.cursor().get(),
                    "correlationId", place.correlation());
        } else {
            answer.ok("keys", page.keys(), "correlationId", place.correlation());
        }
    }

    private static void warm(Session session, Fields fields, Answer answer) {
        Place place = Place.of(session, fields);
        answer.later(
                place.cache().warmFromPeers(),
                end ->
                        new Object[] {
                            "peer", end.peer().orElse(null),
                            "fetched", end.fetched(),
                            "entries", end.entries(),
                            "correlationId", place.correlation()
                        });
    }

    private static void check(Session session, Fields fields, Answer answer) {
        Place place = Place.of(session, fields);
        answer.later(
                place.cache().check(fields.flag("repair", false)),
                check ->
                        new Object[] {
                            "keys", check.keys(),
                            "agrees", check.agrees(),
                            "differences",
                                    check.differences().stream()
                                            .map(CacheDesk::difference)
                                            .toList(),
                            "more", check.more(),
                            "repaired", check.repaired(),
                            "nodes", new TreeMap<>(check.nodes()),
                            "silent", new TreeSet<>(check.silent()),
                            "correlationId", place.correlation()
                        });
    }

    private static Map<String, Object> difference(CacheDifference difference) {
        return Frames.object(
                "key", difference.key(),
                "kind", difference.kind().name(),
                "node", difference.node());
    }

    private static void clear(Session session, Fields fields, Answer answer) {
        Place place = Place.of(session, fields);
        answer.ok("cleared", place.cache().clear(), "correlationId", place.correlation());
    }

    private static void stats(Session session, Fields fields, Answer answer) {
        Place place = Place.of(session, fields);
        CacheStats stats = place.cache().stats();
        answer.ok(
                "hits", stats.hits(),
                "misses", stats.misses(),
                "hitRate", stats.hitRate(),
                "size", stats.size(),
                "bytes", stats.bytes(),
                "loads", stats.loads(),
                "averageLoadMs", Math.round(stats.averageLoadMs()),
                "evictions", stats.evictions(),
                "expirations", stats.expirations(),
                "invalidations", stats.invalidations(),
                "correlationId", place.correlation());
    }
}
