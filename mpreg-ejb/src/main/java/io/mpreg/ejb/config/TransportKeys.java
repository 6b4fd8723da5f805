package io.mpreg.ejb.config;

import io.mpreg.ejb.session.SocketSettings;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.gate.TicketSettings;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.session.SessionSettings;
import io.mpreg.engine.transport.BreakerSettings;
import io.mpreg.engine.transport.LinkSettings;
import io.mpreg.engine.transport.OutboxSettings;
import java.time.Duration;
import java.util.Set;

/** The keys of connections and of the sessions on them. */
final class TransportKeys {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MANY = 100_000_000;
    private static final int LARGEST_FRAME = 256 << 20;

    /** Clients gather messages in frames of so many bytes. */
    private static final int SMALLEST_FRAME = 64 << 10;

    private final Keys keys;

    TransportKeys(Keys keys) {
        this.keys = keys;
    }

    GateSettings gate() {
        GateSettings preset = GateSettings.defaults();
        return new GateSettings(
                (int) keys.size("mpreg.transport.max-payload", preset.maxPayload(), 1, 64 << 20));
    }

    SocketSettings socket() {
        SocketSettings preset = SocketSettings.defaults();
        return new SocketSettings(
                (int)
                        keys.size(
                                "mpreg.transport.max-frame",
                                preset.maxFrame(),
                                SMALLEST_FRAME,
                                LARGEST_FRAME),
                keys.duration("mpreg.transport.send-timeout", preset.sendTimeout(), SECOND, HOUR),
                Set.copyOf(keys.words("mpreg.transport.origins", preset.origins())),
                keys.flag("mpreg.transport.secured", preset.secured()),
                keys.flag("mpreg.transport.streams", preset.streams()));
    }

    TicketSettings tickets() {
        TicketSettings preset = TicketSettings.defaults();
        return new TicketSettings(
                keys.duration("mpreg.transport.ticket-lifetime", preset.lifetime(), SECOND, HOUR),
                keys.number("mpreg.transport.tickets", preset.most(), 1, MANY));
    }

    private LinkSettings links() {
        LinkSettings preset = LinkSettings.defaults();
        BreakerSettings breaker = preset.breaker();
        String key = "mpreg.transport.breaker-";
        double ratio = keys.fraction(key + "ratio", breaker.ratio());
        if (ratio == 0) {
            keys.problem(key + "ratio = '0' is not valid, it takes a number above 0 up to 1");
            ratio = breaker.ratio();
        }
        BreakerSettings breaking =
                new BreakerSettings(
                        keys.number(key + "failures", breaker.failures(), 1, MANY),
                        ratio,
                        keys.number(key + "volume", breaker.volume(), 1, MANY),
                        keys.duration(key + "window", breaker.window(), SECOND, HOUR),
                        keys.duration(key + "delay", breaker.delay(), SECOND, HOUR),
                        keys.number(key + "probes", breaker.probes(), 1, MANY),
                        keys.number(key + "successes", breaker.successes(), 1, MANY));
        return new LinkSettings(
                breaking,
                keys.number("mpreg.transport.remembered", preset.remembered(), 1, MANY),
                keys.duration("mpreg.transport.expiry", preset.expiry(), SECOND, HOUR),
                keys.duration("mpreg.transport.sweep", preset.sweep(), SECOND, HOUR));
    }

    /** Of the same frames, payloads and patterns that were read elsewhere. */
    SessionSettings session(GateSettings gate, SocketSettings socket, PubSubSettings pubSub) {
        SessionSettings preset = SessionSettings.defaults();
        OutboxSettings outbox = preset.outbox();
        Duration beat =
                keys.duration("mpreg.transport.heartbeat", preset.heartbeat(), SECOND, HOUR);
        int misses = keys.number("mpreg.transport.missed-beats", preset.missedBeats(), 1, 1000);
        int requests = keys.number("mpreg.transport.open-requests", preset.openRequests(), 1, MANY);
        int malformed =
                keys.number("mpreg.transport.malformed-frames", preset.malformedFrames(), 1, MANY);
        int window =
                (int) keys.size("mpreg.transport.window", preset.windowBytes(), 1, LARGEST_FRAME);
        OutboxSettings bounds =
                new OutboxSettings(
                        keys.number(
                                "mpreg.transport.outbox-messages", outbox.maxMessages(), 1, MANY),
                        keys.size("mpreg.transport.outbox-bytes", outbox.maxBytes(), 1, 1L << 40),
                        (int)
                                keys.size(
                                        "mpreg.transport.batch",
                                        outbox.batchBytes(),
                                        1,
                                        LARGEST_FRAME));
        LinkSettings links = links();
        if (socket.maxFrame() < gate.maxPayload()) {
            keys.problem(
                    "mpreg.transport.max-frame = '"
                            + socket.maxFrame()
                            + "' is not valid, it takes at least mpreg.transport.max-payload, "
                            + gate.maxPayload());
            return preset;
        }
        return new SessionSettings(
                gate.maxPayload(),
                socket.maxFrame(),
                pubSub.maxPatterns(),
                beat,
                misses,
                requests,
                malformed,
                window,
                bounds,
                links);
    }
}
