package io.mpreg.client;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.codec.ValueCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a remote client connects to, and how.
 *
 * @param urls {@code ws} or {@code wss} URLs of nodes of one cluster; tried in turn
 * @param application the name under which the node's monitor knows the client
 * @param authorization the {@code Authorization} header of the handshake
 * @param timeout how long a request may take
 * @param patience how long a request waits for a connection
 * @param codec how values are converted, instead of the standard way
 * @since 0.1
 */
public record RemoteOptions(
        List<URI> urls,
        String application,
        Optional<String> authorization,
        Duration timeout,
        Duration patience,
        Optional<ValueCodec> codec) {

    public RemoteOptions {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw MpregRequestException.field("urls", "at least one must be given");
        }
        for (URI url : urls) {
            if (!"ws".equals(url.getScheme()) && !"wss".equals(url.getScheme())) {
                throw MpregRequestException.field(
                        "urls", "'" + url + "' must begin with ws:// or wss://");
            }
        }
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(authorization, "authorization");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(codec, "codec");
    }

    /** A connection to the first of these URLs that answers, with default options. */
    public static RemoteOptions to(String... urls) {
        return new RemoteOptions(
                Arrays.stream(urls).map(String::strip).map(RemoteOptions::uri).toList(),
                "java",
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Optional.empty());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw MpregRequestException.field("urls", "'" + text + "' is no URL");
        }
    }

    public RemoteOptions application(String name) {
        return new RemoteOptions(urls, name, authorization, timeout, patience, codec);
    }

    /** Authenticates with a name and a password. */
    public RemoteOptions basic(String user, String password) {
        String pair = user + ":" + password;
        return authorization(
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** Authenticates with a token. */
    public RemoteOptions bearer(String token) {
        return authorization("Bearer " + token);
    }

    private RemoteOptions authorization(String header) {
        return new RemoteOptions(urls, application, Optional.of(header), timeout, patience, codec);
    }

    public RemoteOptions timeout(Duration time) {
        return new RemoteOptions(urls, application, authorization, time, patience, codec);
    }

    public RemoteOptions patience(Duration time) {
        return new RemoteOptions(urls, application, authorization, timeout, time, codec);
    }

    public RemoteOptions codec(ValueCodec own) {
        return new RemoteOptions(
                urls, application, authorization, timeout, patience, Optional.of(own));
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "RemoteOptions[" + urls + ", application=" + application + "]";
    }
}
