package io.mpreg.bench.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits until a server answers. */
final class Readiness {

    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final long PAUSE_MS = 100;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE).build();

    /**
     * Waits until the node greets its clients and the sample answers; for a bare server, until it
     * answers HTTP at all.
     *
     * @throws IOException if the process ends or the limit passes before
     */
    void await(NodeSpec spec, ProcessHandle process, Duration limit)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready(spec)) {
            if (!process.isAlive()) {
                throw new IOException(
                        spec.node() + " ended while it was starting, see " + spec.folder());
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        spec.node()
                                + " was not ready within "
                                + limit.toSeconds()
                                + " s, see "
                                + spec.folder());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private boolean ready(NodeSpec spec) throws InterruptedException {
        if (!spec.has(Application.MPREG)) {
            return status(spec.http() + "/") > 0;
        }
        return greets(spec)
                && (!spec.has(Application.SAMPLE)
                        || status(spec.http() + "/desk/api/summary") == 200);
    }

    private int status(String url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PROBE).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // not up yet: the caller asks again until its limit
        }
    }

    private boolean greets(NodeSpec spec) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        try {
            WebSocket.Builder builder =
                    http.newWebSocketBuilder().subprotocols("mpreg.v1.json").connectTimeout(PROBE);
            if (spec.isSecured()) {
                builder.header("Authorization", TestUsers.authorization());
            }
            WebSocket socket =
                    builder.buildAsync(URI.create(spec.webSocket()), new Greeting(answered)).join();
            socket.sendText("{\"op\":\"hello\",\"id\":\"1\"}", true).join();
            boolean ok =
                    answered.completeOnTimeout(false, PROBE.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            return ok;
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException || e.getCause() instanceof ConnectException) {
                return false; // not up yet: the caller asks again until its limit
            }
            throw e;
        }
    }

    /** Takes the answer to a greeting. */
    private static final class Greeting implements WebSocket.Listener {

        private final CompletableFuture<Boolean> answered;

        Greeting(CompletableFuture<Boolean> answered) {
            this.answered = answered;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            answered.complete(data.toString().contains("\"ok\""));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            answered.complete(false);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            answered.complete(false);
        }
    }
}
