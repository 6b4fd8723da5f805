package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Registration;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.engine.cache.peer.Peers;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Timers;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicPattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cache of a node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. It has none of its own: everything runs
 * on the threads of those who call, on that of the timer and on those that bring messages of other
 * nodes; values are refreshed on the node's workers.
 *
 * <p><b>Failure.</b> After {@link #close} every operation fails with {@link ErrorCode#UNAVAILABLE}.
 */
public final class CacheEngine implements AutoCloseable {

    private final CacheSettings settings;
    private final UlidSource ulids;
    private final Router router;
    private final Timers timers;
    private final PeerDesk desk;
    private final Announcer announcer;
    private final Cascade cascade;
    private final CacheCore core;
    private final PeerInbox inbox;
    private final Figures figures;
    private final Set<Registration> rules = ConcurrentHashMap.newKeySet();
    private final Receiver foreign;
    private volatile Timers.@Nullable Timer timer;

    /** The cache of a node on its own. */
    public CacheEngine(
            CacheSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor) {
        this(settings, node, platform, ulids, router, monitor, Peers.none(node.node()));
    }

    /**
     * @param peers the caches of the other nodes of the cluster
     */
    public CacheEngine(
            CacheSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor,
            Peers peers) {
        this.settings = settings;
        this.ulids = ulids;
        this.router = router;
        this.timers = platform.timers();
        Ledger ledger = new Ledger(platform.clock(), platform.workers());
        this.desk = new PeerDesk(node, platform.clock(), ulids, router, peers);
        this.announcer = new Announcer(node, platform.clock(), ulids, router, monitor);
        Regions regions = new Regions(settings, ledger, this::coordinator);
        this.cascade = new Cascade(regions, ledger, announcer, desk);
        Consistency consistency =
                new Consistency(desk, timers, settings.coordination().checkTimeout());
        this.core =
                new CacheCore(
                        regions,
                        cascade,
                        new Loading(ledger, announcer, settings.loadTimeout()),
                        announcer,
                        new Checkup(regions, cascade, consistency, platform),
                        new Fetching(desk, platform, settings.coordination().checkTimeout()));
        this.inbox = new PeerInbox(regions, cascade, desk, consistency);
        this.figures =
                new Figures(
                        regions,
                        desk,
                        router,
                        ulids,
                        node,
                        settings.coordination().analyticsInterval());
        this.foreign = new ForeignInvalidation(node.cluster(), cascade);
        router.add(ForeignInvalidation.pattern(node.cluster()), foreign);
        monitor.counts(MpregSystem.CACHE, regions::uses);
        peers.deliverTo(inbox::receive);
        for (Trigger trigger : settings.triggers()) {
            invalidateOn(trigger.on(), trigger.region(), trigger.what());
        }
        this.timer = timers.schedule(settings.coordination().gossipInterval(), this::tick);
    }

    private Coordinator coordinator(Region region) {
        return switch (region.spec().mode()) {
            case LOCAL -> Coordinator.LOCAL;
            case INVALIDATION -> new Invalidating(region, desk, cascade);
            case REPLICATED -> new Replicating(region, settings, desk, cascade, announcer);
        };
    }

    private void tick() {
        if (core.isOpen()) {
            core.regions().all().forEach(Region::upkeep);
            cascade.settle();
            inbox.tick();
            figures.tick();
            timer = timers.schedule(settings.coordination().gossipInterval(), this::tick);
        }
    }

    /**
     * One region on behalf of a caller; the region appears with its first write.
     *
     * @throws io.mpreg.api.MpregRequestException if the name is not valid
     */
    public CacheClient client(ClientContext context, String region) {
        return client(context, region, Optional.empty());
    }

    /**
     * One region on behalf of a caller, for requests that belong together with others.
     *
     * @param correlation what ties them together, as the monitor shows it
     */
    public CacheClient client(ClientContext context, String region, Optional<String> correlation) {
        return open(context, region, correlation);
    }

    RegionClient open(ClientContext context, String region, Optional<String> correlation) {
        return new RegionClient(core, context, Names.region(region), Cause.of(correlation));
    }

    /** All regions on behalf of a caller; to be kept as long as the caller is there. */
    public CacheClients clients(ClientContext context) {
        return new CacheClients(this, context);
    }

    /**
     * Makes every message on matching topics invalidate something.
     *
     * @param region where; it need not be there yet
     */
    public Registration invalidateOn(TopicPattern pattern, String region, Invalidation what) {
        what.check();
        String id = "cache-rule-" + ulids.next();
        InvalidationRule rule =
                new InvalidationRule(id, Names.region(region), what, core.cascade());
        Registration registration =
                new Registration() {
                    @Override
                    public String id() {
                        return id;
                    }

                    @Override
                    public void close() {
                        router.remove(pattern, rule);
                        rules.remove(this);
                    }
                };
        rules.add(registration);
        router.add(pattern, rule);
        return registration;
    }

    /** The names of the regions that there are. */
    public Set<String> regions() {
        Set<String> names = new TreeSet<>();
        core.regions().all().forEach(region -> names.add(region.name()));
        return names;
    }

    /**
     * Reserves the place of a value that is about to be computed, for values of which the caller
     * learns later, on any thread. What is invalidated meanwhile is not kept.
     *
     * @return empty if the key has an entry or somebody computes it already
     */
    public Optional<Reservation> reserve(
            String region, String key, PutOptions options, Optional<String> correlation) {
        core.open();
        Names.key(key);
        Names.options(options);
        return core.loading()
                .reserve(
                        core.regions().obtain(Names.region(region)),
                        key,
                        options,
                        Cause.of(correlation))
                .map(place -> new Reservation(place, cascade));
    }

    /** The figures of all regions, the busiest first. */
    public List<RegionReport> analytics() {
        return figures.report();
    }

    /** How many messages of other nodes could not be read. */
    public long unreadableMessages() {
        return inbox.unreadable();
    }

    @Override
    public void close() {
        core.close();
        Timers.Timer last = timer;
        if (last != null) {
            last.cancel();
        }
        router.remove(ForeignInvalidation.pattern(desk.cluster()), foreign);
        Set.copyOf(rules).forEach(Registration::close);
    }
}
