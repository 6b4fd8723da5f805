package io.mpreg.client;

import io.mpreg.api.MpregException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Connects to {@code ws} URLs without the JDK's client, which costs several threads' turns. */
final class SocketConnector {

    private static final int DEFAULT_PORT = 80;

    private final Optional<Credentials> credentials;
    private final ClientThreads threads;
    private final List<String> subprotocols;
    private final Duration limit;

    SocketConnector(
            Optional<Credentials> credentials,
            ClientThreads threads,
            List<String> subprotocols,
            Duration limit) {
        this.credentials = credentials;
        this.threads = threads;
        this.subprotocols = subprotocols;
        this.limit = limit;
    }

    /** Whether it can connect there: not with encryption, nor through a proxy. */
    static boolean suits(URI url) {
        if (!"ws".equals(url.getScheme()) || url.getHost() == null) {
            return false;
        }
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies == null
                || proxies.select(URI.create("http://" + url.getRawAuthority())).stream()
                        .allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    }

    /** Opens a link; empty if there is no thread for it. */
    Optional<CompletionStage<Link>> open(URI url, Link.Inbound inbound) {
        CompletableFuture<Link> opening = new CompletableFuture<>();
        return threads.dedicate(() -> run(url, inbound, opening))
                ? Optional.of(opening)
                : Optional.empty();
    }

    private void run(URI url, Link.Inbound inbound, CompletableFuture<Link> opening) {
        SocketLink link;
        Upgrade upgrade;
        @Nullable SocketChannel channel = null;
        try {
            channel = connect(url);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().setSoTimeout((int) limit.toMillis());
            upgrade =
                    Upgrade.of(
                            channel.socket(),
                            url,
                            credentials.map(Credentials::header),
                            subprotocols);
            link =
                    new SocketLink(
                            channel,
                            inbound,
                            threads,
                            WebSocketLink.BINARY.equals(upgrade.subprotocol()));
        } catch (MpregException e) {
            abandon(channel);
            opening.completeExceptionally(e);
            return;
        } catch (IOException | RuntimeException e) {
            abandon(channel);
            opening.completeExceptionally(
                    Failures.unavailable(url + " does not answer: " + e.getMessage()));
            return;
        }
        opening.complete(link);
        link.run(upgrade.early());
    }

    private SocketChannel connect(URI url) throws IOException {
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        String host = url.getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        IOException last = new IOException("there is no address of " + host);
        for (InetAddress address : InetAddress.getAllByName(name)) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket()
                        .connect(new InetSocketAddress(address, port), (int) limit.toMillis());
                return channel;
            } catch (IOException e) {
                abandon(channel);
                last = e;
            }
        }
        throw last;
    }

    private static void abandon(@Nullable SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(SocketConnector.class.getName())
                        .log(System.Logger.Level.DEBUG, "the socket did not close well", e);
            }
        }
    }
}
