package io.mpreg.ejb.config;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.cache.CacheEvent;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.cache.CoordinationSettings;
import io.mpreg.engine.monitor.Level;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.RouterSettings;
import io.mpreg.engine.rpc.DurableSettings;
import io.mpreg.engine.rpc.RpcSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The keys of the systems, each read into the settings of its system. */
final class SystemKeys {

    private static final Duration INSTANT = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int MANY = 100_000_000;
    private static final long LARGE = 1L << 50;

    private final Keys keys;

    SystemKeys(Keys keys) {
        this.keys = keys;
    }

    RouterSettings router() {
        RouterSettings preset = RouterSettings.defaults();
        return new RouterSettings(
                keys.flag("mpreg.router.topic-rpc", preset.topicRpc()),
                keys.flag("mpreg.router.queue-topics", preset.queueTopics()),
                keys.duration(
                        "mpreg.router.federation-timeout", preset.federationTimeout(), SHORT, DAY),
                keys.number("mpreg.router.max-hops", preset.maxHops(), 0, 1000),
                keys.duration("mpreg.router.cache-ttl", preset.cacheTtl(), INSTANT, DAY),
                keys.number("mpreg.router.cache-routes", preset.cacheRoutes(), 0, MANY));
    }

    RpcSettings rpc() {
        RpcSettings preset = RpcSettings.defaults();
        return new RpcSettings(
                keys.number("mpreg.rpc.max-parallel", preset.maxParallel(), 1, MANY),
                keys.number("mpreg.rpc.max-commands", preset.maxCommands(), 1, 100_000),
                keys.number("mpreg.rpc.max-requests", preset.maxRequests(), 1, MANY),
                keys.duration("mpreg.rpc.request-timeout", preset.requestTimeout(), SHORT, YEAR),
                keys.duration("mpreg.rpc.command-timeout", preset.commandTimeout(), SHORT, YEAR),
                keys.number("mpreg.rpc.max-attempts", preset.maxAttempts(), 1, 100),
                keys.number("mpreg.rpc.concurrency", preset.concurrency(), 1, MANY),
                keys.number("mpreg.rpc.max-waiting", preset.maxWaiting(), 0, MANY),
                keys.number("mpreg.rpc.key-window", preset.keyWindow(), 0, MANY),
                keys.duration("mpreg.rpc.key-time", preset.keyTime(), SHORT, YEAR),
                keys.duration("mpreg.rpc.progress-interval", preset.progressInterval(), SHORT, DAY),
                keys.number("mpreg.rpc.max-event-waits", preset.maxEventWaits(), 0, MANY),
                keys.duration("mpreg.rpc.event-timeout", preset.eventTimeout(), SHORT, YEAR),
                durable(preset.durable()));
    }

    private DurableSettings durable(DurableSettings preset) {
        return new DurableSettings(
                keys.number("mpreg.rpc.durable-calls", preset.maxCalls(), 1, MANY),
                keys.number("mpreg.rpc.durable-results", preset.maxResults(), 1, MANY),
                keys.number("mpreg.rpc.durable-parallel", preset.parallel(), 1, MANY),
                keys.duration(
                        "mpreg.rpc.durable-time",
                        preset.lifetime(),
                        SHORT,
                        DurableSettings.LONGEST),
                keys.duration("mpreg.rpc.durable-result-time", preset.resultTime(), SHORT, YEAR));
    }

    PubSubSettings pubSub() {
        PubSubSettings preset = PubSubSettings.defaults();
        return new PubSubSettings(
                keys.number("mpreg.pubsub.max-subscriptions", preset.maxSubscriptions(), 1, MANY),
                keys.number("mpreg.pubsub.max-patterns", preset.maxPatterns(), 1, 100_000),
                keys.number("mpreg.pubsub.buffer", preset.buffer(), 1, MANY),
                keys.size("mpreg.pubsub.buffer-bytes", preset.bufferBytes(), 1, LARGE),
                keys.duration("mpreg.pubsub.block-time", preset.blockTime(), INSTANT, DAY),
                keys.duration("mpreg.pubsub.backlog-time", preset.backlogTime(), INSTANT, YEAR),
                keys.number("mpreg.pubsub.backlog-messages", preset.backlogMessages(), 0, MANY),
                keys.size("mpreg.pubsub.backlog-bytes", preset.backlogBytes(), 0, LARGE),
                keys.number("mpreg.pubsub.durable-messages", preset.durableMessages(), 1, MANY),
                keys.size("mpreg.pubsub.durable-bytes", preset.durableBytes(), 1, LARGE),
                keys.duration("mpreg.pubsub.durable-time", preset.durableTime(), INSTANT, YEAR),
                keys.choice("mpreg.pubsub.durability", preset.durability()),
                keys.number("mpreg.pubsub.drop-ledger", preset.dropLedger(), 1, 1_000_000),
                keys.duration("mpreg.pubsub.quiet-time", preset.quietTime(), INSTANT, DAY));
    }

    CacheSettings cache() {
        CacheSettings preset = CacheSettings.defaults();
        Duration forever = Duration.ZERO;
        Duration lifetime =
                keys.duration(
                        "mpreg.cache.ttl", preset.timeToLive().orElse(forever), INSTANT, YEAR);
        return new CacheSettings(
                keys.number("mpreg.cache.max-regions", preset.maxRegions(), 1, MANY),
                keys.number("mpreg.cache.max-entries", (int) preset.maxEntries(), 1, MANY),
                keys.size("mpreg.cache.max-bytes", preset.maxBytes(), 1, LARGE),
                lifetime.isZero() ? Optional.empty() : Optional.of(lifetime),
                keys.duration("mpreg.cache.load-timeout", preset.loadTimeout(), SHORT, DAY),
                keys.choices("mpreg.cache.events", CacheEvent.class, preset.events()),
                keys.rules(
                        "mpreg.cache.event-rules",
                        preset.rules(),
                        CacheRules.EVENTS,
                        CacheRules::events),
                keys.rules(
                        "mpreg.cache.invalidate-on",
                        preset.triggers(),
                        CacheRules.TRIGGERS,
                        CacheRules::triggers),
                coordination(preset.coordination()));
    }

    private CoordinationSettings coordination(CoordinationSettings preset) {
        return new CoordinationSettings(
                keys.choice("mpreg.cache.resolver", preset.resolver()),
                keys.number("mpreg.cache.max-tombstones", preset.maxTombstones(), 1, MANY),
                keys.duration("mpreg.cache.tombstone-time", preset.tombstoneTime(), SHORT, YEAR),
                keys.duration("mpreg.cache.gossip-interval", preset.gossipInterval(), SHORT, DAY),
                keys.duration(
                        "mpreg.cache.analytics-interval", preset.analyticsInterval(), SHORT, DAY),
                keys.duration("mpreg.cache.check-timeout", preset.checkTimeout(), SHORT, DAY));
    }

    MonitorSettings monitor() {
        MonitorSettings preset = MonitorSettings.defaults();
        Map<MpregSystem, Level> levels = new EnumMap<>(MpregSystem.class);
        Map<MpregSystem, Double> shares = new EnumMap<>(MpregSystem.class);
        for (MpregSystem system : MpregSystem.values()) {
            levels.put(system, keys.choice("mpreg.monitor.level." + system.label(), Level.ALL));
            shares.put(system, keys.fraction("mpreg.monitor.sampling." + system.label(), 1));
        }
        return new MonitorSettings(
                keys.number("mpreg.monitor.capacity", preset.capacity(), 1, MANY),
                keys.size("mpreg.monitor.max-bytes", preset.maxBytes(), 1, LARGE),
                levels,
                shares,
                keys.duration("mpreg.monitor.interval", preset.interval(), SHORT, DAY));
    }
}
