package io.mpreg.client;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.codec.ValueCodec;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a remote client connects to, and how.
 *
 * @param urls {@code ws} or {@code wss} URLs of nodes of one cluster; tried in turn
 * @param application the name under which the node's monitor knows the client
 * @param credentials what it shows to be let in, besides a certificate
 * @param tls whom it trusts and which certificate it shows on {@code wss}, instead of the JVM's
 *     default
 * @param timeout how long a request may take
 * @param patience how long a request waits for a connection
 * @param codec how values are converted, instead of the standard way
 * @param packFrom from how many bytes on messages are compressed, in both directions; 0 for none.
 *     It costs processor time at both ends, and pays where the network is slow
 * @since 0.1
 */
public record RemoteOptions(
        List<URI> urls,
        String application,
        Optional<Credentials> credentials,
        Optional<SSLContext> tls,
        Duration timeout,
        Duration patience,
        Optional<ValueCodec> codec,
        int packFrom) {

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
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(codec, "codec");
        if (packFrom < 0) {
            throw MpregRequestException.field("packFrom", "it must not be negative");
        }
    }

    /** A connection to the first of these URLs that answers, with default options. */
    public static RemoteOptions to(String... urls) {
        return new RemoteOptions(
                Arrays.stream(urls).map(String::strip).map(RemoteOptions::uri).toList(),
                "java",
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Optional.empty(),
                0);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw MpregRequestException.field("urls", "'" + text + "' is no URL");
        }
    }

    public RemoteOptions application(String name) {
        return new RemoteOptions(urls, name, credentials, tls, timeout, patience, codec, packFrom);
    }

    /** Authenticates with a name and a password. */
    public RemoteOptions basic(String user, String password) {
        return credentials(Credentials.basic(user, () -> password));
    }

    /** Authenticates with a token. */
    public RemoteOptions bearer(String token) {
        return credentials(Credentials.bearer(() -> token));
    }

    /** Authenticates with what is asked for at every connection. */
    public RemoteOptions credentials(Credentials shown) {
        return new RemoteOptions(
                urls, application, Optional.of(shown), tls, timeout, patience, codec, packFrom);
    }

    /** Trusts, and shows as a certificate, what is in a context of TLS; for {@code wss}. */
    public RemoteOptions tls(SSLContext context) {
        return new RemoteOptions(
                urls,
                application,
                credentials,
                Optional.of(context),
                timeout,
                patience,
                codec,
                packFrom);
    }

    public RemoteOptions timeout(Duration time) {
        return new RemoteOptions(
                urls, application, credentials, tls, time, patience, codec, packFrom);
    }

    public RemoteOptions patience(Duration time) {
        return new RemoteOptions(
                urls, application, credentials, tls, timeout, time, codec, packFrom);
    }

    public RemoteOptions codec(ValueCodec own) {
        return new RemoteOptions(
                urls, application, credentials, tls, timeout, patience, Optional.of(own), packFrom);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "RemoteOptions[" + urls + ", application=" + application + "]";
    }

    /** Compresses messages of so many bytes or more, in both directions; 0 for none. */
    public RemoteOptions packFrom(int bytes) {
        return new RemoteOptions(
                urls, application, credentials, tls, timeout, patience, codec, bytes);
    }
}
