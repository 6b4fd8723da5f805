package io.mpreg.bench.cache;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Value;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.api.codec.Codecs;
import io.mpreg.engine.cache.CacheClients;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A region of MPREG in INVALIDATION mode on one node, looked up by its name for every operation.
 */
final class RegionSubject implements Subject {

    private final ThreadTimers timers = new ThreadTimers(RegionSubject::thread);
    private final ExecutorService workers = Executors.newFixedThreadPool(2, RegionSubject::thread);
    private final CacheEngine engine;
    private final CacheClients clients;

    RegionSubject(int capacity, boolean monitored) {
        NodeInfo node = new NodeInfo("bench", "bench", "0.1");
        Platform platform = new Platform(Clock.system(), timers, workers, RegionSubject::thread);
        UlidSource ulids = new UlidSource(Clock.system(), new Random());
        engine =
                new CacheEngine(
                        CacheSettings.defaults(),
                        node,
                        platform,
                        ulids,
                        new UnifiedRouter(node),
                        monitored
                                ? new NodeMonitor(MonitorSettings.defaults(), node, platform, ulids)
                                : Monitor.OFF);
        clients =
                engine.clients(
                        new ClientContext(
                                Caller.local("bench"),
                                Codecs.plain(),
                                new Gate(GateSettings.defaults()),
                                Runnable::run));
        clients.region("bench")
                .configure(
                        RegionSpec.defaults()
                                .mode(RegionSpec.Mode.INVALIDATION)
                                .maxEntries(capacity));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bench");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public long run(Access access, int from, int to) {
        long found = 0;
        for (int i = from; i < to; i++) {
            int pick = access.picks()[i];
            String key = access.keys()[pick];
            CacheClient region = clients.region("bench");
            if (i % Access.WRITE_EVERY == 0) {
                region.put(key, access.values()[pick]);
            } else {
                Optional<Value> value = region.get(key);
                if (value.isPresent() && value.get().payload().size() > 0) {
                    found++;
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        engine.close();
        timers.close();
        workers.shutdownNow();
    }
}
