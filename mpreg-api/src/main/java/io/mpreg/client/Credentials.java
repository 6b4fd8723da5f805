package io.mpreg.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * What a client shows to be let in, asked for at every connection: so what expires or is exchanged
 * may change while the client lives.
 *
 * <p><b>Threads.</b> Called by one thread at a time, which must not wait long.
 *
 * <p><b>Failure.</b> An {@link io.mpreg.api.MpregException} fails that connection; the client tries
 * again.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Credentials {

    /** The {@code Authorization} header of the next handshake. */
    String header();

    /** A name and a password. */
    static Credentials basic(String user, Supplier<String> password) {
        return () -> {
            String pair = user + ":" + password.get();
            return "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** A token. */
    static Credentials bearer(Supplier<String> token) {
        return () -> "Bearer " + token.get();
    }
}
