package io.mpreg.engine.session;

import io.mpreg.engine.transport.LinkSettings;
import io.mpreg.engine.transport.OutboxSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * The limits of a session.
 *
 * @param maxPayload the most bytes of a payload, as the gate has it
 * @param maxFrame the most bytes of a frame; beyond, the session is closed with 1009
 * @param maxPatterns the most patterns of a subscription, as pub/sub has it
 * @param heartbeat the time between two pings of the server
 * @param missedBeats after how many unanswered pings a session is dead
 * @param openRequests how many requests may be open at a time
 * @param malformedFrames how many malformed frames in a row end the session
 * @param windowBytes about how many bytes of a subscription wait in the outbox; what is beyond
 *     waits at the subscription, under its policy
 * @param outbox the bounds of what waits to be sent
 * @param links how connections are watched
 */
public record SessionSettings(
        int maxPayload,
        int maxFrame,
        int maxPatterns,
        Duration heartbeat,
        int missedBeats,
        int openRequests,
        int malformedFrames,
        int windowBytes,
        OutboxSettings outbox,
        LinkSettings links) {

    public SessionSettings {
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(outbox, "outbox");
        Objects.requireNonNull(links, "links");
        if (maxPayload < 1 || maxFrame < maxPayload || maxPatterns < 1) {
            throw new IllegalArgumentException(
                    "a frame must hold a payload, and both at least a byte");
        }
        if (missedBeats < 1 || openRequests < 1 || malformedFrames < 1 || windowBytes < 1) {
            throw new IllegalArgumentException("the limits of a session must be at least 1");
        }
    }

    /**
     * 1 MiB payloads, 4 MiB frames, 100 patterns, 20 s and 3 misses, 16 384 requests, 16 malformed
     * frames, 256 KiB per subscription.
     */
    public static SessionSettings defaults() {
        return new SessionSettings(
                1 << 20,
                4 << 20,
                100,
                Duration.ofSeconds(20),
                3,
                16_384,
                16,
                256 << 10,
                OutboxSettings.defaults(),
                LinkSettings.defaults());
    }
}
