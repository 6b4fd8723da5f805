package io.mpreg.engine.pubsub;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.EventRun;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What everything in one exchange has in common.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Hub {

    private static final long NANOS_PER_MILLI = 1_000_000;

    final PubSubSettings settings;
    final NodeInfo node;
    final Platform platform;
    final UlidSource ulids;
    final Router router;
    final Monitor monitor;
    final DropLedger drops;
    final LossSweep sweep;
    final Sequencer sequencer = new Sequencer();
    final Owed owed = new Owed(sequencer);
    final LastTold told = new LastTold();
    final Notices notices;
    final Groups groups;
    final Counted published = new Counted();
    final LongAdder delivered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder unreadable = new LongAdder();

    /** Messages that a durable name has in memory only, because its store did not take them. */
    final LongAdder unsaved = new LongAdder();

    /** Paces the alerts about slow consumers. */
    final Pace alerts;

    /** Paces the warnings about listeners that throw and executors that refuse. */
    final Pace warnings;

    Hub(
            PubSubSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor) {
        this.settings = settings;
        this.node = node;
        this.platform = platform;
        this.ulids = ulids;
        this.router = router;
        this.monitor = monitor;
        this.drops = new DropLedger(settings.dropLedger(), platform.clock());
        this.sweep = new LossSweep(platform);
        this.notices = new Notices(this);
        this.groups = new Groups(this);
        this.alerts = new Pace(Duration.ofSeconds(1), platform.clock());
        this.warnings = new Pace(Duration.ofSeconds(10), platform.clock());
        monitor.counts(MpregSystem.PUBSUB, published::get);
    }

    /**
     * Tells the ledger, the monitor and, now and then, whoever listens to alerts of messages that a
     * subscription did not get; one at least.
     */
    void dropped(DropRun drops) {
        long all = this.drops.add(drops);
        if (drops.reason().isSlowness() && alerts.allows()) {
            notices.slow(drops, all);
        }
        EventRun events = drops.events();
        long place = monitor.reserve(MpregSystem.PUBSUB, events.capacity());
        if (place >= 0) {
            monitor.place(place, events, drops.millis());
            monitor.countAll(events);
        } else if (monitor.watches(MpregSystem.PUBSUB)) {
            for (int i = 0; i < events.size(); i++) {
                monitor.record(events.event(i));
            }
        }
    }

    Event delivered(
            UnifiedMessage message, long now, boolean replayed, Map<String, String> details) {
        return event(Deliveries.TYPE, message, latency(message, now, replayed), true, details);
    }

    /** How long a message took until now, in nanoseconds. */
    static long latency(UnifiedMessage message, long now, boolean replayed) {
        return replayed ? 0 : Math.max(1, (now - message.timestamp()) * NANOS_PER_MILLI);
    }

    static Event event(
            String type,
            UnifiedMessage message,
            long latency,
            boolean success,
            Map<String, String> details) {
        return new Event(
                message.id(),
                correlation(message),
                type,
                MpregSystem.PUBSUB,
                null,
                message.topic(),
                latency,
                success,
                details);
    }

    /* The header, or the id itself, whose text is made only when somebody reads it. */
    static Object correlation(UnifiedMessage message) {
        String given = message.headers().values().get(Headers.CORRELATION_ID);
        return given != null ? given : message.id();
    }
}
