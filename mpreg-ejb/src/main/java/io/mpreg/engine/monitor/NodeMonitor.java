package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Timers;
import io.mpreg.engine.time.UlidSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The monitor of one node: a ring of the last events, and meters.
 *
 * <p>An event counts as an operation of its system unless its type ends in {@code .started} or
 * {@code .progress}, which only announce one; it counts as an error as well if it did not succeed.
 * Messages ({@code message.*}) count for pub/sub whoever notes them. An event with a target counts
 * as an interaction of the two systems besides.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; {@link #record} takes no lock.
 */
public final class NodeMonitor implements Monitor, AutoCloseable {

    private static final MpregSystem[] SYSTEMS = MpregSystem.values();
    private static final int MAX_GAUGES = 1_000;

    private final MonitorSettings settings;
    private final UlidSource ulids;
    private final Timers timers;
    private final EventRing ring;
    private final Sampling sampling;
    private final Meter[] meters = new Meter[SYSTEMS.length];
    private final Interactions interactions = new Interactions();
    private final Map<String, Supplier<? extends Number>> gauges = new ConcurrentHashMap<>();
    private final MonitorClient client;
    private Timers.Timer timer;
    private volatile boolean closed;

    public NodeMonitor(
            MonitorSettings settings, NodeInfo node, Platform platform, UlidSource ulids) {
        this.settings = settings;
        this.ulids = ulids;
        this.timers = platform.timers();
        this.ring = new EventRing(settings.capacity(), settings.maxBytes(), platform.clock());
        this.sampling = new Sampling(settings);
        for (int i = 0; i < meters.length; i++) {
            meters[i] = new Meter();
        }
        this.client = new MonitorReader(this, node);
        this.timer = timers.schedule(settings.interval(), this::rotate);
    }

    @Override
    public boolean watches(MpregSystem system) {
        return sampling.level(system) != Level.OFF;
    }

    @Override
    public void record(Event event) {
        Level level = sampling.level(event.system());
        if (level == Level.OFF || closed) {
            return;
        }
        MpregSystem target = event.target();
        if (target != null && target != event.system()) {
            interactions.count(event.system(), target, event.success(), event.latencyNanos());
        }
        if (isOperation(event.type())) {
            meters[owner(event).ordinal()].count(event.success(), event.latencyNanos());
        }
        if (level == Level.ALL ? sampling.takes(event) : !event.success()) {
            ring.add(event);
        }
    }

    @Override
    public void remember(Event event, long millis) {
        MpregSystem system = event.system();
        if (sampling.level(system) == Level.ALL && !closed && sampling.takes(event)) {
            ring.put(ring.reserve(1), event, millis);
        }
    }

    @Override
    public void counts(MpregSystem system, LongSupplier operations) {
        if (watches(system)) {
            meter(system).alsoCounts(operations);
        }
    }

    @Override
    public long reserve(MpregSystem system, int count) {
        boolean all = sampling.level(system) == Level.ALL && !sampling.isPartial(system);
        boolean fitting = count == 1 || ring.takesRunsOf(count);
        return all && fitting && !closed ? ring.reserve(count) : -1;
    }

    @Override
    public long since(long place) {
        return ring.since(place);
    }

    @Override
    public void place(long place, EventRun run, long millis) {
        ring.put(place, run, millis);
    }

    @Override
    public void countAll(EventRun run) {
        if (run.size() > 0 && isOperation(run.type())) {
            meters[owner(run.type(), run.system()).ordinal()].countAll(run);
        }
    }

    @Override
    public void place(long place, Event event, long millis) {
        ring.put(place, event, millis);
    }

    @Override
    public void countAll(Event[] events, int count) {
        if (count > 0 && isOperation(events[0].type())) {
            meters[owner(events[0]).ordinal()].countAll(events, count);
        }
    }

    /** What applications and operators look at. */
    public MonitorClient client() {
        return client;
    }

    /** A new tracking id for something of a system that has no id of its own. */
    public String trackingId(MpregSystem system) {
        return system.trackingPrefix() + ulids.next();
    }

    /**
     * Shows a number of somebody else's under that name among the metrics; a later one of the same
     * name replaces it.
     *
     * @param value asked on the thread that reads the metrics; must not block
     */
    public void gauge(String name, Supplier<? extends Number> value) {
        if (gauges.size() >= MAX_GAUGES && !gauges.containsKey(name)) {
            throw new IllegalStateException("more than " + MAX_GAUGES + " gauges, '" + name + "'");
        }
        gauges.put(name, value);
    }

    /** Ends the taking of notes; what is remembered can still be read. */
    @Override
    public void close() {
        synchronized (ring) {
            closed = true;
            timer.cancel();
        }
    }

    EventRing ring() {
        return ring;
    }

    Meter meter(MpregSystem system) {
        return meters[system.ordinal()];
    }

    Interactions interactions() {
        return interactions;
    }

    Map<String, Supplier<? extends Number>> gauges() {
        return gauges;
    }

    private void rotate() {
        for (Meter meter : meters) {
            meter.rotate(settings.interval());
        }
        interactions.rotate(settings.interval());
        synchronized (ring) {
            if (!closed) {
                timer = timers.schedule(settings.interval(), this::rotate);
            }
        }
    }

    private static MpregSystem owner(Event event) {
        return owner(event.type(), event.system());
    }

    private static MpregSystem owner(String type, MpregSystem system) {
        return type.startsWith("message.") ? MpregSystem.PUBSUB : system;
    }

    private static boolean isOperation(String type) {
        return !type.endsWith(".started") && !type.endsWith(".progress");
    }
}
