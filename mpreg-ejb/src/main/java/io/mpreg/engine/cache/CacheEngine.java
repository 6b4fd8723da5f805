package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Registration;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicPattern;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cache of a node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. It has none of its own: everything runs
 * on the threads of those who call.
 *
 * <p><b>Failure.</b> After {@link #close} every operation fails with {@link ErrorCode#UNAVAILABLE}.
 */
public final class CacheEngine implements AutoCloseable {

    private final UlidSource ulids;
    private final Router router;
    private final CacheCore core;
    private final Set<Registration> rules = ConcurrentHashMap.newKeySet();

    public CacheEngine(
            CacheSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor) {
        this.ulids = ulids;
        this.router = router;
        Ledger ledger = new Ledger(platform.clock());
        Announcer announcer =
                new Announcer(settings, node, platform.clock(), ulids, router, monitor);
        Regions regions = new Regions(settings, ledger);
        this.core =
                new CacheCore(
                        regions,
                        new Cascade(regions, ledger, announcer),
                        new Loading(ledger, announcer, settings.loadTimeout()),
                        announcer);
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
        return new RegionClient(core, context, Names.region(region), Cause.of(correlation));
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

    @Override
    public void close() {
        core.close();
        Set.copyOf(rules).forEach(Registration::close);
    }
}
