package io.mpreg.wire.bin;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What is sent to queues, delivered and acknowledged, in its compact form.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class QueueForm {

    /** How many deliveries one request acknowledges at most. */
    public static final int MOST_ACKS = 1024;

    private static final int HAS_ID = 1;
    private static final int HAS_HEADERS = 2;
    private static final int HAS_TYPE = 4;
    private static final int HAS_GUARANTEE = 8;
    private static final int HAS_TOPIC = 16;
    private static final int HAS_CORRELATION = 1;
    private static final int IS_DUPLICATE = 2;

    private static final Guarantee[] GUARANTEES = Guarantee.values();
    private static final Durability[] DURABILITIES = Durability.values();

    private QueueForm() {}

    /**
     * A message for a queue.
     *
     * @param message everything about it but its payload
     * @param payload what it carries; of a message that was read its payload as well
     */
    public record Addressed(String queue, QueueMessage message, Payload payload) {}

    /**
     * A delivery for a consumer.
     *
     * @param consumer its id
     * @param delivery the id of the delivery
     */
    public record Pushed(
            String consumer,
            String queue,
            String delivery,
            Ulid messageId,
            Optional<String> topic,
            Payload payload,
            Headers headers,
            int attempt,
            Instant timestamp) {}

    /** Whether the compact form can say everything about a message. */
    public static boolean fits(QueueMessage message) {
        return message.priority() == 0
                && message.delay().isZero()
                && message.timeToLive().isEmpty()
                && message.deliverAt().isEmpty()
                && message.dedupeId().isEmpty()
                && message.orderingKey().isEmpty()
                && message.requiredAcks() == 1;
    }

    /** A request to send a message that {@link #fits}. */
    public static void send(BinaryWriter out, long id, Addressed addressed) {
        QueueMessage message = addressed.message();
        Payload content = addressed.payload();
        boolean guaranteed = message.guarantee() != Guarantee.AT_LEAST_ONCE;
        out.begin(MessageType.SEND)
                .number(id)
                .octet(
                        (message.messageId().isPresent() ? HAS_ID : 0)
                                | (guaranteed ? HAS_GUARANTEE : 0)
                                | flags(message.topic(), message.headers(), content));
        if (message.messageId().isPresent()) {
            out.ulid(message.messageId().get());
        }
        if (guaranteed) {
            out.octet(message.guarantee().ordinal());
        }
        out.text(addressed.queue());
        content(out, message.topic(), message.headers(), content);
        out.end();
    }

    /**
     * Reads a request to send, after its id.
     *
     * @throws BinaryException also if a payload of JSON is none
     */
    public static Addressed addressed(BinaryReader in) {
        int flags = in.octet();
        Optional<Ulid> id = (flags & HAS_ID) != 0 ? Optional.of(in.ulid()) : Optional.empty();
        Guarantee guarantee =
                (flags & HAS_GUARANTEE) != 0
                        ? oneOf(GUARANTEES, in.octet(), "guarantee")
                        : Guarantee.AT_LEAST_ONCE;
        String queue = in.text();
        Optional<String> topic = topic(in, flags);
        Headers headers = headers(in, flags);
        Payload payload = payload(in, flags);
        if (payload.isJson()) {
            try {
                Json.check(payload.bytes());
            } catch (JsonException e) {
                throw new BinaryException("the payload is " + e.getMessage());
            }
        }
        return new Addressed(
                queue,
                new QueueMessage(
                        payload,
                        topic,
                        headers,
                        id,
                        guarantee,
                        0,
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Optional.empty()),
                payload);
    }

    /** The reply to a request to send. */
    public static void sent(BinaryWriter out, long id, SendReceipt receipt) {
        boolean correlated = !receipt.correlationId().equals(receipt.messageId().toString());
        out.begin(MessageType.SENT)
                .number(id)
                .octet(
                        (correlated ? HAS_CORRELATION : 0)
                                | (receipt.duplicate() ? IS_DUPLICATE : 0))
                .octet(receipt.durability().ordinal())
                .ulid(receipt.messageId());
        if (correlated) {
            out.text(receipt.correlationId());
        }
        out.end();
    }

    /** Reads the reply to a request to send, after its id. */
    public static SendReceipt receipt(BinaryReader in) {
        int flags = in.octet();
        Durability durability = oneOf(DURABILITIES, in.octet(), "durability");
        Ulid id = in.ulid();
        String correlation = (flags & HAS_CORRELATION) != 0 ? in.text() : id.toString();
        return new SendReceipt(id, correlation, (flags & IS_DUPLICATE) != 0, durability);
    }

    /** A delivery. */
    public static void delivery(BinaryWriter out, Pushed pushed) {
        out.begin(MessageType.DELIVERY)
                .octet(flags(pushed.topic(), pushed.headers(), pushed.payload()))
                .text(pushed.consumer())
                .text(pushed.queue())
                .text(pushed.delivery())
                .ulid(pushed.messageId())
                .number(pushed.attempt())
                .number(pushed.timestamp().toEpochMilli());
        content(out, pushed.topic(), pushed.headers(), pushed.payload());
        out.end();
    }

    /** Reads a delivery. */
    public static Pushed pushed(BinaryReader in) {
        int flags = in.octet();
        String consumer = in.text();
        String queue = in.text();
        String delivery = in.text();
        Ulid id = in.ulid();
        int attempt = (int) Math.min(Integer.MAX_VALUE, in.number());
        Instant timestamp = Instant.ofEpochMilli(in.number());
        Optional<String> topic = topic(in, flags);
        Headers headers = headers(in, flags);
        return new Pushed(
                consumer,
                queue,
                delivery,
                id,
                topic,
                payload(in, flags),
                headers,
                attempt,
                timestamp);
    }

    /** A request to acknowledge a delivery; after its id there is only the delivery's. */
    public static void ack(BinaryWriter out, long id, String delivery) {
        out.begin(MessageType.ACK).number(id).text(delivery).end();
    }

    /** The reply to it; after the id there is only how many deliveries were acknowledged. */
    public static void acked(BinaryWriter out, long id, long acknowledged) {
        out.begin(MessageType.ACKED).number(id).number(acknowledged).end();
    }

    /** A request to acknowledge several deliveries. */
    public static void acks(BinaryWriter out, long id, List<String> deliveries) {
        out.begin(MessageType.ACKS).number(id).number(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            out.text(deliveries.get(i));
        }
        out.end();
    }

    /**
     * Reads the deliveries that such a request is about, after its id.
     *
     * @throws BinaryException also if they are more than {@link #MOST_ACKS}
     */
    public static List<String> acknowledged(BinaryReader in) {
        int count = count(in);
        List<String> deliveries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            deliveries.add(in.text());
        }
        return deliveries;
    }

    /**
     * The reply to it.
     *
     * @param failed those that were not acknowledged, by their places in the request
     */
    public static void allAcked(BinaryWriter out, long id, BitSet failed) {
        out.begin(MessageType.ALL_ACKED).number(id).number(failed.cardinality());
        for (int place = failed.nextSetBit(0); place >= 0; place = failed.nextSetBit(place + 1)) {
            out.number(place);
        }
        out.end();
    }

    /** Reads which were not acknowledged, after the id. */
    public static BitSet notAcked(BinaryReader in) {
        BitSet failed = new BitSet();
        for (int left = count(in); left > 0; left--) {
            long place = in.number();
            if (place >= MOST_ACKS) {
                throw new BinaryException("there is no acknowledgement " + place);
            }
            failed.set((int) place);
        }
        return failed;
    }

    private static int count(BinaryReader in) {
        long count = in.number();
        if (count > MOST_ACKS) {
            throw new BinaryException(
                    "at most " + MOST_ACKS + " deliveries are acknowledged at once, not " + count);
        }
        return (int) count;
    }

    private static int flags(Optional<String> topic, Headers headers, Payload payload) {
        return (topic.isPresent() ? HAS_TOPIC : 0)
                | (headers.values().isEmpty() ? 0 : HAS_HEADERS)
                | (payload.isJson() ? 0 : HAS_TYPE);
    }

    private static void content(
            BinaryWriter out, Optional<String> topic, Headers headers, Payload payload) {
        if (topic.isPresent()) {
            out.text(topic.get());
        }
        if (!headers.values().isEmpty()) {
            out.headers(headers);
        }
        if (!payload.isJson()) {
            out.text(payload.contentType());
        }
        out.rest(payload.bytes());
    }

    private static Optional<String> topic(BinaryReader in, int flags) {
        return (flags & HAS_TOPIC) != 0 ? Optional.of(in.text()) : Optional.empty();
    }

    private static Headers headers(BinaryReader in, int flags) {
        return (flags & HAS_HEADERS) != 0 ? in.headers() : Headers.NONE;
    }

    private static Payload payload(BinaryReader in, int flags) {
        return (flags & HAS_TYPE) != 0
                ? new Payload(in.text(), in.rest())
                : Payload.json(in.rest());
    }

    private static <T> T oneOf(T[] values, int ordinal, String what) {
        if (ordinal >= values.length) {
            throw new BinaryException("there is no " + what + " " + ordinal);
        }
        return values[ordinal];
    }
}
