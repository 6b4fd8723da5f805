package io.mpreg.engine.queue;

import io.mpreg.api.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of a message's topic, payload and headers. The headers that tie a message to the action
 * that caused it are left out: they differ when the same message is sent again.
 */
final class Fingerprint {

    private Fingerprint() {}

    static DedupeKey of(Content content) {
        MessageDigest digest = sha256();
        text(digest, content.topic().orElse(""));
        text(digest, content.payload().contentType());
        digest.update(length(content.payload().size()));
        digest.update(content.payload().bytes());
        Map<String, String> headers = new TreeMap<>(content.headers().values());
        headers.remove(Headers.CORRELATION_ID);
        headers.remove(Headers.TRACE_PARENT);
        headers.forEach(
                (name, value) -> {
                    text(digest, name);
                    text(digest, value);
                });
        ByteBuffer sum = ByteBuffer.wrap(digest.digest());
        return new DedupeKey.Print(sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(length(bytes.length));
        digest.update(bytes);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
