package io.mpreg.bench.footprint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A connected client that asks for something once and then stays silent. */
final class IdleClient implements AutoCloseable, WebSocket.Listener {

    private static final int LIMIT_S = 30;

    private final WebSocket socket;
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<String> reply = new CompletableFuture<>();

    IdleClient(HttpClient http, String url) {
        socket =
                http.newWebSocketBuilder()
                        .subprotocols("mpreg.v1.json")
                        .buildAsync(URI.create(url), this)
                        .join();
        ask("{\"op\":\"hello\",\"id\":\"h\"}");
    }

    /** Sends one request and waits for its reply. */
    void ask(String frame) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        synchronized (text) {
            reply = answer;
        }
        socket.sendText(frame, true).join();
        String answered = answer.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
        if (!answered.contains("\"ok\"")) {
            throw new IllegalStateException("the node refused " + frame + " with " + answered);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        synchronized (text) {
            text.append(data);
            if (last) {
                reply.complete(text.toString());
                text.setLength(0);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
