package io.mpreg.engine.pubsub.store;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Ulid;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a message stands in the journal: everything but the payload's bytes in the header, texts with
 * their length before them, numbers big-endian.
 */
final class MessageForm {

    private static final byte VERSION = 1;
    private static final int FIXED = 128;

    private MessageForm() {}

    /** The header of a message that waits for a durable name. */
    static byte[] header(String name, UnifiedMessage message) {
        Writer out = new Writer();
        out.text(name);
        out.number(message.id().high());
        out.number(message.id().low());
        out.text(message.topic().value());
        out.text(message.kind().name());
        out.text(message.guarantee().name());
        out.text(message.priority().name());
        out.number(message.timestamp());
        out.number(message.deadline());
        out.text(message.payload().contentType());
        out.text(message.provenance().system().name());
        out.text(message.provenance().cluster());
        out.texts(message.provenance().path());
        List<String> headers = new ArrayList<>();
        message.headers()
                .values()
                .forEach(
                        (key, value) -> {
                            headers.add(key);
                            headers.add(value);
                        });
        out.texts(headers);
        return out.bytes();
    }

    /**
     * Reads a header.
     *
     * @throws IllegalArgumentException if it was not written so
     */
    static Stored read(ByteBuffer header, ByteBuffer body) {
        try {
            Reader in = new Reader(header);
            String name = in.text();
            Ulid id = new Ulid(in.number(), in.number());
            TopicName topic = TopicName.of(in.text());
            MessageKind kind = MessageKind.valueOf(in.text());
            Guarantee guarantee = Guarantee.valueOf(in.text());
            Priority priority = Priority.valueOf(in.text());
            long timestamp = in.number();
            long deadline = in.number();
            String contentType = in.text();
            Provenance provenance =
                    new Provenance(MpregSystem.valueOf(in.text()), in.text(), in.texts());
            List<String> pairs = in.texts();
            Map<String, String> headers = new HashMap<>();
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                headers.put(pairs.get(i), pairs.get(i + 1));
            }
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            return new Stored(
                    name,
                    new UnifiedMessage(
                            id,
                            topic,
                            kind,
                            guarantee,
                            priority,
                            new Payload(contentType, bytes),
                            new Headers(headers),
                            provenance,
                            timestamp,
                            deadline));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the record of a message is too short", e);
        }
    }

    /**
     * A message and the durable name that it waits for.
     *
     * @param name the name
     * @param message the message
     */
    record Stored(String name, UnifiedMessage message) {}

    private static final class Writer {

        private ByteBuffer buffer = ByteBuffer.allocate(FIXED).put(VERSION);

        void number(long value) {
            room(Long.BYTES).putLong(value);
        }

        void text(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
        }

        void texts(List<String> values) {
            room(Integer.BYTES).putInt(values.size());
            values.forEach(this::text);
        }

        byte[] bytes() {
            byte[] all = new byte[buffer.position()];
            buffer.flip().get(all);
            return all;
        }

        private ByteBuffer room(int bytes) {
            if (buffer.remaining() < bytes) {
                int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
                buffer = ByteBuffer.allocate(size).put(buffer.flip());
            }
            return buffer;
        }
    }

    private static final class Reader {

        private final ByteBuffer buffer;

        Reader(ByteBuffer buffer) {
            this.buffer = buffer;
            byte version = buffer.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("unknown form " + version + " of a message");
            }
        }

        long number() {
            return buffer.getLong();
        }

        String text() {
            byte[] utf8 = new byte[length()];
            buffer.get(utf8);
            return new String(utf8, StandardCharsets.UTF_8);
        }

        List<String> texts() {
            int size = length();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                values.add(text());
            }
            return values;
        }

        private int length() {
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("a length of " + length + " in a message");
            }
            return length;
        }
    }
}
