package io.mpreg.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The opening handshake of RFC 6455, from the client's side.
 *
 * @param subprotocol what the server chose
 * @param early what the server sent right behind its answer
 */
record Upgrade(String subprotocol, byte[] early) {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int MOST_HEAD = 64 * 1024;
    private static final String SWITCHING = "101";
    private static final String UNAUTHORIZED = "401";

    /**
     * Asks a server, on a socket that is connected and has a time limit for reads.
     *
     * @throws IOException if the server does not agree; the message says what it answered
     * @throws io.mpreg.api.MpregException if the server wants other credentials
     */
    static Upgrade of(Socket socket, URI url, Optional<String> authorization, List<String> offered)
            throws IOException {
        byte[] nonce = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        socket.getOutputStream()
                .write(
                        request(url, authorization, offered, key)
                                .getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream early = new ByteArrayOutputStream(0);
        List<String> answer = head(socket.getInputStream(), early);
        Map<String, String> headers = headers(answer);
        String[] status = answer.get(0).split(" ", 3);
        if (status.length >= 2 && status[1].equals(UNAUTHORIZED)) {
            throw Failures.notAuthenticated(url, authorization.isPresent());
        }
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].equals(SWITCHING)) {
            throw new ProtocolException("it answers '" + answer.get(0) + "'");
        }
        String subprotocol = headers.getOrDefault("sec-websocket-protocol", "");
        boolean agreed =
                headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")
                        && headers.getOrDefault("connection", "")
                                .toLowerCase(Locale.ROOT)
                                .contains("upgrade")
                        && headers.getOrDefault("sec-websocket-accept", "").equals(accept(key))
                        && !headers.containsKey("sec-websocket-extensions")
                        && (subprotocol.isEmpty() || offered.contains(subprotocol));
        if (!agreed) {
            throw new ProtocolException("its answer to the handshake is none: " + headers);
        }
        return new Upgrade(subprotocol, early.toByteArray());
    }

    private static String request(
            URI url, Optional<String> authorization, List<String> offered, String key) {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return "GET "
                + path
                + query
                + " HTTP/1.1\r\nHost: "
                + url.getHost()
                + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: "
                + key
                + "\r\nSec-WebSocket-Protocol: "
                + String.join(", ", offered)
                + authorization.map(value -> "\r\nAuthorization: " + line(value)).orElse("")
                + "\r\n\r\n";
    }

    /* What would end the line would be another header. */
    private static String line(String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the authorization has more than one line");
        }
        return value;
    }

    private static List<String> head(InputStream in, ByteArrayOutputStream early)
            throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] some = new byte[4096];
        while (true) {
            int read = in.read(some);
            if (read < 0) {
                throw new ProtocolException("it hangs up in the middle of the handshake");
            }
            head.write(some, 0, read);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                early.write(head.toByteArray(), end + 4, head.size() - end - 4);
                return text.substring(0, end).lines().toList();
            }
            if (head.size() > MOST_HEAD) {
                throw new ProtocolException("its answer to the handshake does not end");
            }
        }
    }

    private static Map<String, String> headers(List<String> answer) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : answer.subList(1, answer.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (before, more) -> before + ", " + more);
            }
        }
        return headers;
    }

    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
