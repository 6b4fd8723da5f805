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

    /** The part of the memory for messages that may be taken besides by those read ahead. */
    private static final int AHEAD_PART = 4;

    private static final long LEAST_AHEAD = 256 << 10;

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

    /** The bytes of messages that were read before it was their turn. */
    final Room ahead;

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
        this.ahead = new Room(Math.max(LEAST_AHEAD, settings.cacheBytes() / AHEAD_PART));
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
