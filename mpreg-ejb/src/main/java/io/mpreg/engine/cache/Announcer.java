package io.mpreg.engine.cache;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.Content;
import io.mpreg.engine.cache.peer.CoordinationClass;
import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the router and the monitor what happens in the cache, and is where messages leave that keep
 * other nodes in step. Nothing is built that nobody would receive.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Called without locks held, because
 * receivers run on the calling thread.
 */
final class Announcer {

    /** The header that names the invalidation rules on a message's way, parted by commas. */
    static final String RULES = "cacheRules";

    private final Clock clock;
    private final UlidSource ulids;
    private final Router router;
    private final Monitor monitor;
    private final Provenance provenance;
    private final Ulid base;

    Announcer(NodeInfo node, Clock clock, UlidSource ulids, Router router, Monitor monitor) {
        this.clock = clock;
        this.ulids = ulids;
        this.router = router;
        this.monitor = monitor;
        this.base = ulids.next();
        this.provenance = Provenance.local(MpregSystem.CACHE, node.cluster());
    }

    void written(Entry entry, Cause cause) {
        entry.region().countWrite();
        if (monitor.watches(MpregSystem.CACHE)) {
            monitor.remember(
                    Event.of(
                            MpregSystem.CACHE,
                            "cache.put",
                            entry.id(),
                            cause.correlation().isPresent()
                                    ? cause.correlation().get()
                                    : writing(entry),
                            null),
                    entry.createdMillis());
        }
        Region region = entry.region();
        if (region.spec().mode() != RegionSpec.Mode.LOCAL) {
            Outlet outlet = region.topics().writes();
            if (outlet.isHeard(router)) {
                send(
                        outlet.topic(),
                        entry.id(),
                        body("put", entry.id(), entry),
                        CoordinationClass.COORDINATION,
                        cause);
            }
        }
        publish(region, CacheEvent.PUT, entry.key(), entry, cause);
    }

    /** An entry came from another node. */
    void replicated(Entry entry, Cause cause) {
        note("cache.replicated", entry.id(), cause);
        publish(entry.region(), CacheEvent.PUT, entry.key(), entry, cause);
    }

    /** Nodes wrote a key without knowing of each other. */
    void conflict(Region region, String key, List<Fact> facts) {
        KeyRef id = new KeyRef(region.name(), key);
        note("cache.conflict", id, Cause.REQUEST);
        boolean manual = region.spec().conflict() == RegionSpec.Conflict.MANUAL;
        if (!manual && !region.published(CacheEvent.CONFLICT)) {
            return;
        }
        TopicName topic = region.topics().event(CacheEvent.CONFLICT).topic();
        if (router.reachesAnyone(topic, MessageKind.CACHE)) {
            Map<String, @Nullable Object> body = body("conflict", id, null);
            body.put("values", facts.stream().map(Announcer::value).toList());
            send(topic, id, body, CoordinationClass.MONITORING, Cause.REQUEST);
        }
    }

    private static Map<String, @Nullable Object> value(Fact fact) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("node", fact.stamp().owner());
        value.put("writtenAt", fact.stamp().millis());
        value.put("quality", fact.stamp().quality());
        value.put("present", fact.isLive());
        Content content = fact.content();
        value.put("value", content == null ? null : Payloads.toFrame(content.value()));
        return value;
    }

    void removed(Entry entry, Cause cause) {
        note("cache.removed", entry.id(), cause);
        publish(entry.region(), CacheEvent.REMOVE, entry.key(), null, cause);
    }

    /** A key is invalid now, whether or not this node had it. */
    void invalidated(KeyRef id, @Nullable Entry went, Cause cause) {
        if (went != null) {
            note("cache.invalidated", id, cause);
        }
        TopicName topic =
                went == null
                        ? RegionTopics.invalidation(id)
                        : went.region().topics().invalidation(id.key());
        if (router.reachesAnyone(topic, MessageKind.CACHE)) {
            send(topic, id, body("invalidate", id, null), CoordinationClass.INVALIDATION, cause);
        }
        if (went != null) {
            publish(went.region(), CacheEvent.INVALIDATE, id.key(), null, cause);
        }
    }

    void left(Entry entry, Departure why) {
        CacheEvent event = why == Departure.EXPIRED ? CacheEvent.EXPIRE : CacheEvent.EVICT;
        publish(entry.region(), event, entry.key(), null, Cause.REQUEST);
    }

    /*
     * Reads and writes are counted by the region. What ties them to others is remembered in full; of the rest
     * one in some, so that a timeline shows that there were any.
     */
    void hit(Region region, Entry entry, long hits, Cause cause) {
        if (monitor.watches(MpregSystem.CACHE) && isRemembered(region, hits, cause)) {
            long now = clock.millis();
            monitor.remember(event("cache.hit", entry.id(), cause, now), now);
        }
        if (region.tellsReads()) {
            publish(region, CacheEvent.HIT, entry.key(), entry, cause);
        }
    }

    void missed(Region region, String key, long misses, Cause cause) {
        if (monitor.watches(MpregSystem.CACHE) && isRemembered(region, misses, cause)) {
            KeyRef id = new KeyRef(region.name(), key);
            long now = clock.millis();
            monitor.remember(event("cache.miss", id, cause, now), now);
        }
        if (region.tellsReads()) {
            publish(region, CacheEvent.MISS, key, null, cause);
        }
    }

    private static boolean isRemembered(Region region, long number, Cause cause) {
        return region.isSample(number) || cause.correlation().isPresent();
    }

    /*
     * Of a writing that belongs to nothing else, an id of its own: its version tells it from the
     * others of its region, and regions are far apart. An id of the source would have to be above
     * all others, which nobody asks for here.
     */
    private Ulid writing(Entry entry) {
        long region = (long) entry.region().name().hashCode() << Integer.SIZE;
        return new Ulid(
                entry.createdMillis() << Short.SIZE | base.high() & 0xFFFF,
                base.low() + region + entry.version());
    }

    private void note(String type, KeyRef id, Cause cause) {
        if (monitor.watches(MpregSystem.CACHE)) {
            monitor.record(event(type, id, cause, clock.millis()));
        }
    }

    private Event event(String type, KeyRef id, Cause cause, long now) {
        Object correlation =
                cause.correlation().isPresent() ? cause.correlation().get() : ulids.next(now);
        return Event.of(MpregSystem.CACHE, type, id, correlation, null);
    }

    private void publish(
            Region region, CacheEvent event, String key, @Nullable Entry entry, Cause cause) {
        if (!region.published(event)) {
            return;
        }
        Outlet outlet = region.topics().event(event);
        if (outlet.isHeard(router)) {
            KeyRef id = new KeyRef(region.name(), key);
            Map<String, @Nullable Object> body = body(event.word(), id, entry);
            if (region.fulfils(body, entry)) {
                send(outlet.topic(), id, body, CoordinationClass.MONITORING, cause);
            }
        }
    }

    private void send(
            TopicName topic,
            KeyRef id,
            Map<String, @Nullable Object> body,
            CoordinationClass kind,
            Cause cause) {
        router.dispatch(
                new UnifiedMessage(
                        ulids.next(),
                        topic,
                        MessageKind.CACHE,
                        kind.guarantee(),
                        kind.priority(),
                        Payload.json(Json.write(body)),
                        headers(String.valueOf(body.get("event")), id, cause),
                        provenance,
                        clock.millis(),
                        UnifiedMessage.NO_DEADLINE));
    }

    private static Headers headers(String event, KeyRef id, Cause cause) {
        Map<String, String> headers = new HashMap<>();
        headers.put("event", event);
        headers.put("region", id.region());
        headers.put("key", id.key());
        cause.correlation().ifPresent(given -> headers.put(Headers.CORRELATION_ID, given));
        if (!cause.rules().isEmpty()) {
            headers.put(RULES, String.join(",", cause.rules()));
        }
        return new Headers(headers);
    }

    private static Map<String, @Nullable Object> body(
            String event, KeyRef id, @Nullable Entry entry) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("event", event);
        body.put("region", id.region());
        body.put("key", id.key());
        if (entry != null) {
            body.put("version", entry.version());
            body.put("value", Payloads.toFrame(entry.value()));
        }
        return body;
    }
}
