package io.mpreg.client;

import io.mpreg.api.Attachment;
import io.mpreg.api.MpregException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one of several URLs, each in its turn: with a socket of its own where that is enough,
 * else with the JDK's client.
 */
final class WebSocketConnector implements Connector {

    /** Spoken where a node does not know the compact form. */
    private static final String JSON = "mpreg.v1.json";

    private static final int UNAUTHORIZED = 401;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<URI> urls;
    private final Optional<Credentials> credentials;
    private final Optional<SSLContext> tls;
    private final ClientThreads threads;
    private final AtomicInteger turn = new AtomicInteger();
    private final SocketConnector sockets;
    private volatile @Nullable HttpClient http;

    WebSocketConnector(RemoteOptions options, ClientThreads threads) {
        this.urls = options.urls();
        this.credentials = options.credentials();
        this.tls = options.tls();
        this.threads = threads;
        this.sockets =
                new SocketConnector(
                        credentials, threads, List.of(WebSocketLink.BINARY, JSON), LIMIT);
    }

    @Override
    public CompletionStage<Link> open(Link.Inbound inbound) {
        URI url = urls.get(Math.floorMod(turn.getAndIncrement(), urls.size()));
        if (SocketConnector.suits(url)) {
            Optional<CompletionStage<Link>> plain = sockets.open(url, inbound);
            if (plain.isPresent()) {
                return plain.get();
            }
        }
        return openByJdk(url, inbound);
    }

    private CompletionStage<Link> openByJdk(URI url, Link.Inbound inbound) {
        WebSocket.Builder builder =
                client().newWebSocketBuilder()
                        .connectTimeout(LIMIT)
                        .subprotocols(WebSocketLink.BINARY, JSON);
        try {
            credentials.ifPresent(shown -> builder.header("Authorization", shown.header()));
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
        WebSocketLink link = new WebSocketLink(inbound);
        return builder.buildAsync(url, link)
                .handle(
                        (socket, failure) -> {
                            if (failure != null) {
                                throw refusal(url, failure);
                            }
                            return link.open(socket);
                        });
    }

    private MpregException refusal(URI url, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused
                && refused.getResponse().statusCode() == UNAUTHORIZED) {
            return Failures.notAuthenticated(url, credentials.isPresent());
        }
        return Failures.unavailable(url + " does not answer: " + failure);
    }

    /**
     * One for all links: its selector thread ends when nothing refers to it any more. Its tasks run
     * on the threads for callbacks.
     */
    private HttpClient client() {
        HttpClient known = http;
        if (known == null) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder().connectTimeout(LIMIT).executor(threads.callbacks());
            tls.ifPresent(builder::sslContext);
            known = builder.build();
            http = known;
        }
        return known;
    }

    @Override
    public Attachment attachment() {
        return Attachment.REMOTE;
    }

    @Override
    public String target() {
        return urls.toString();
    }
}
