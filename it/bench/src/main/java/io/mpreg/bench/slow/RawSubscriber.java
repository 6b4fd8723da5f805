package io.mpreg.bench.slow;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that subscribes to everything and reads either all of it or nothing; when the node cuts
 * it off, it comes back and does the same again.
 *
 * <p><b>Threads.</b> One thread opens and closes it.
 */
final class RawSubscriber implements AutoCloseable {

    private static final int LIMIT_S = 30;

    private final HttpClient http;
    private final URI node;
    private final String pattern;
    private final boolean deaf;
    private final AtomicInteger cutOff = new AtomicInteger();
    private volatile boolean closed;
    private volatile Ears ears;

    /**
     * @param deaf whether it reads nothing
     */
    RawSubscriber(HttpClient http, String node, String pattern, boolean deaf) {
        this.http = http;
        this.node = URI.create(node);
        this.pattern = pattern;
        this.deaf = deaf;
        this.ears = connect();
    }

    /** How often the node has cut it off. */
    int cutOff() {
        return cutOff.get();
    }

    private Ears connect() {
        Ears made = new Ears();
        made.socket =
                http.newWebSocketBuilder()
                        .subprotocols("mpreg.v1.json")
                        .buildAsync(node, made)
                        .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                        .join();
        made.ask("{\"op\":\"hello\",\"id\":\"h\"}");
        made.ask("{\"op\":\"subscribe\",\"id\":\"s\",\"patterns\":[\"" + pattern + "\"]}");
        made.deaf = deaf;
        return made;
    }

    /** Looks whether it was cut off, and comes back if it was. */
    void comeBack() {
        Ears now = ears;
        // Who does not read does not see the end either; sending shows it.
        boolean over = now.socket.isOutputClosed();
        if (!over) {
            try {
                now.socket
                        .sendText("{\"op\":\"ping\",\"id\":\"p\"}", true)
                        .get(1, TimeUnit.SECONDS);
            } catch (Exception e) {
                over = true;
            }
        }
        if (over && !closed) {
            now.socket.abort();
            cutOff.incrementAndGet();
            ears = connect();
        }
    }

    @Override
    public void close() {
        closed = true;
        ears.socket.abort();
    }

    /**
     * One connection: it hears the replies to its two requests; after that nothing if it is deaf.
     */
    private static final class Ears implements WebSocket.Listener {

        private volatile WebSocket socket;
        private volatile boolean deaf;
        private volatile CompletableFuture<String> reply = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        void ask(String frame) {
            reply = new CompletableFuture<>();
            socket.sendText(frame, true).join();
            String answered = reply.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
            if (!answered.contains("\"ok\"")) {
                throw new IllegalStateException("the node refused " + frame + ": " + answered);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                reply.complete(text.toString());
                text.setLength(0);
            }
            if (!deaf) {
                from.request(1);
            }
            return null;
        }
    }
}
