package io.mpreg.it.contract;

import io.mpreg.wire.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** A client that knows nothing but the protocol. */
final class Protocol implements AutoCloseable, WebSocket.Listener {

    private static final long PATIENCE_S = 30;

    private final Map<String, CompletableFuture<Map<String, Object>>> open =
            new ConcurrentHashMap<>();
    private final BlockingQueue<Map<String, Object>> pushes = new LinkedBlockingQueue<>(10_000);
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile String closeReason = "";
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    private Protocol() {}

    static Protocol connect() {
        return connect("mpreg.v1.json");
    }

    static Protocol connect(String subprotocol) {
        return connect(subprotocol, "", Map.of());
    }

    /**
     * @param query what follows the path, with its question mark
     * @param headers further headers of the handshake
     */
    static Protocol connect(String subprotocol, String query, Map<String, String> headers) {
        return connect(
                query,
                builder -> {
                    headers.forEach(builder::header);
                    return builder.subprotocols(subprotocol);
                });
    }

    /** The same with TLS, trusting and showing what a context has. */
    static Protocol connect(SSLContext tls, String query, Map<String, String> headers) {
        return connect(
                HttpClient.newBuilder().sslContext(tls).build(),
                Node.secureWebSocket() + query,
                builder -> {
                    headers.forEach(builder::header);
                    return builder.subprotocols("mpreg.v1.json");
                });
    }

    /** Connects with whatever the handshake is to say. */
    static Protocol connect(String query, UnaryOperator<WebSocket.Builder> handshake) {
        return connect(HttpClient.newHttpClient(), Node.webSocket() + query, handshake);
    }

    private static Protocol connect(
            HttpClient http, String url, UnaryOperator<WebSocket.Builder> handshake) {
        Protocol protocol = new Protocol();
        protocol.socket =
                handshake
                        .apply(http.newWebSocketBuilder())
                        .buildAsync(URI.create(url), protocol)
                        .join();
        return protocol;
    }

    /** The subprotocol that the server has chosen; empty for none. */
    String subprotocol() {
        return socket.getSubprotocol();
    }

    /** The reply to a request that succeeds. */
    Map<String, Object> ok(String op, Map<String, ?> fields) throws Exception {
        Map<String, Object> reply = request(op, fields);
        if (!"ok".equals(reply.get("op"))) {
            throw new AssertionError(op + " was answered with " + reply);
        }
        return reply;
    }

    /** The reply to a request. */
    Map<String, Object> request(String op, Map<String, ?> fields) throws Exception {
        String id = "r" + ids.incrementAndGet();
        CompletableFuture<Map<String, Object>> reply = new CompletableFuture<>();
        open.put(id, reply);
        Map<String, Object> frame = new LinkedHashMap<>(fields);
        frame.put("op", op);
        frame.put("id", id);
        send(new String(Json.write(frame), StandardCharsets.UTF_8));
        return reply.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Sends a frame as it stands. */
    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** The next frame that the server sent without being asked, or in answer to no known id. */
    Map<String, Object> push() throws InterruptedException {
        Map<String, Object> push = pushes.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (push == null) {
            throw new AssertionError("nothing came within " + PATIENCE_S + " s");
        }
        return push;
    }

    /** The code with which the server closes. */
    int closeCode() throws Exception {
        return closed.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The reason with which the server closed; known once its code is. */
    String closeReason() {
        return closeReason;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            Object frame = Json.parse(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
            if (frame instanceof List<?> batch) {
                batch.forEach(this::take);
            } else {
                take(frame);
            }
        }
        from.request(1);
        return null;
    }

    @SuppressWarnings("unchecked")
    private void take(Object frame) {
        Map<String, Object> object = (Map<String, Object>) frame;
        CompletableFuture<Map<String, Object>> reply =
                object.get("id") == null ? null : open.remove(object.get("id").toString());
        if (reply != null) {
            reply.complete(object);
        } else {
            pushes.add(object);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeReason = reason;
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        // Fails where the server has closed before, which is as good.
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(closedBefore -> socket).join();
    }
}
