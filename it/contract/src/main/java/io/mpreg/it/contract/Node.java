package io.mpreg.it.contract;

import io.mpreg.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The server under test, from outside. */
final class Node {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Node() {}

    static String http() {
        return "http://127.0.0.1:" + Integer.getInteger("mpreg.test.port");
    }

    static String webSocket() {
        return "ws://127.0.0.1:" + Integer.getInteger("mpreg.test.port") + "/mpreg/ws";
    }

    static String https() {
        return "https://127.0.0.1:" + Integer.getInteger("mpreg.test.https-port");
    }

    static String secureWebSocket() {
        return "wss://127.0.0.1:" + Integer.getInteger("mpreg.test.https-port") + "/mpreg/ws";
    }

    /** The body of an answer with status 200. */
    static String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(http() + path)).timeout(LIMIT).build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(
                    "GET " + path + ": HTTP " + response.statusCode() + "\n" + response.body());
        }
        return response.body();
    }

    /** An answer that is a JSON object. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> json(String path) throws IOException, InterruptedException {
        return (Map<String, Object>)
                Json.parse(get(path).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
