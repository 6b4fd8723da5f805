package io.mpreg.ejb.session;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How endpoints treat their connections.
 *
 * @param maxFrame the most bytes that a frame may have; beyond, the connection is closed with 1009
 * @param sendTimeout how long one send may take; beyond, a connection is dead
 * @param origins origins besides the server's own whose pages may connect, such as {@code
 *     https://shop.example}; {@code *} for all
 * @param secured whether only authenticated users may connect
 * @param streams whether connections of the compact form use the server's streams, where it has
 *     them, instead of its WebSockets
 */
public record SocketSettings(
        int maxFrame, Duration sendTimeout, Set<String> origins, boolean secured, boolean streams) {

    public SocketSettings {
        Objects.requireNonNull(sendTimeout, "sendTimeout");
        origins = Set.copyOf(origins);
    }

    /** 4 MiB frames, 10 s a send, own origin only, for everybody, over WebSockets. */
    public static SocketSettings defaults() {
        return new SocketSettings(4 << 20, Duration.ofSeconds(10), Set.of(), false, false);
    }
}
