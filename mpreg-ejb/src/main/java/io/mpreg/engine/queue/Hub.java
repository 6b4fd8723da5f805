package io.mpreg.engine.queue;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import java.util.random.RandomGenerator;

/**
 * What all queues of a node have in common.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Hub {

    static final long NANOS_PER_MILLI = 1_000_000;

    final QueueEngineSettings settings;
    final NodeInfo node;
    final Platform platform;
    final UlidSource ulids;
    final Router router;
    final QueueStore store;
    final RandomGenerator random;
    final Trail trail;
    final Turns turns = new Turns();

    /** The bytes of messages on the heap. */
    final Room cache;

    Hub(
            QueueEngineSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor,
            QueueStore store,
            RandomGenerator random) {
        this.settings = settings;
        this.node = node;
        this.platform = platform;
        this.ulids = ulids;
        this.router = router;
        this.store = store;
        this.random = random;
        this.trail = new Trail(this, monitor);
        this.cache = new Room(settings.cacheBytes());
    }

    /** The time in queues: milliseconds that never go back. */
    long now() {
        return platform.clock().nanos() / NANOS_PER_MILLI;
    }

    /** The time for people and for the store: milliseconds since 1970. */
    long millis() {
        return platform.clock().millis();
    }
}
