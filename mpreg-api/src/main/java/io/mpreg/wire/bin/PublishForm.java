package io.mpreg.wire.bin;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Publications, their receipts, and messages in their compact form.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class PublishForm {

    private static final int HAS_ID = 1;
    private static final int HAS_HEADERS = 2;
    private static final int HAS_TYPE = 4;
    private static final int HAS_GUARANTEE = 8;
    private static final int TAKES_RUNS = 16;
    private static final int REFERS = 32;
    private static final int HAS_CORRELATION = 1;
    private static final int IS_REPLAYED = 1;
    private static final int IS_LIKE = 8;
    private static final int IS_NEXT = 16;
    private static final int MOST_IN_RUN = 1 << 20;

    private static final Guarantee[] GUARANTEES = Guarantee.values();

    private PublishForm() {}

    /**
     * A request to publish.
     *
     * @param publication its payload is a {@link Payload}
     */
    public static void publish(BinaryWriter out, long id, Publication publication) {
        Payload payload = (Payload) publication.payload();
        Headers headers = publication.headers();
        boolean named = publication.messageId().isPresent();
        boolean guaranteed = publication.guarantee() != Guarantee.FIRE_AND_FORGET;
        Publication last = out.lastPublication();
        boolean like =
                last != null
                        && last.topic().equals(publication.topic())
                        && last.headers().equals(headers);
        boolean headed = !like && !headers.values().isEmpty();
        boolean typed = payload != null && !payload.isJson();
        out.begin(MessageType.PUBLISH)
                .number(id)
                .octet(
                        (named ? HAS_ID : 0)
                                | (headed ? HAS_HEADERS : 0)
                                | (typed ? HAS_TYPE : 0)
                                | (guaranteed ? HAS_GUARANTEE : 0)
                                | (like ? REFERS : 0)
                                | TAKES_RUNS);
        if (named) {
            out.ulid(publication.messageId().get());
        }
        if (guaranteed) {
            out.octet(publication.guarantee().ordinal());
        }
        if (!like) {
            out.text(publication.topic());
        }
        content(out, headed ? headers : Headers.NONE, payload == null ? Payload.NULL : payload);
        out.end();
        out.published(publication);
    }

    /** Whether who sends the request that is to be read understands one reply to several. */
    public static boolean takesRuns(BinaryReader in) {
        return (in.peek() & TAKES_RUNS) != 0;
    }

    /**
     * Reads a request to publish, after its id.
     *
     * @throws BinaryException also if a payload of JSON is none
     */
    public static Publication publication(BinaryReader in) {
        int flags = in.octet();
        Optional<Ulid> id = (flags & HAS_ID) != 0 ? Optional.of(in.ulid()) : Optional.empty();
        Guarantee guarantee = Guarantee.FIRE_AND_FORGET;
        if ((flags & HAS_GUARANTEE) != 0) {
            int ordinal = in.octet();
            if (ordinal >= GUARANTEES.length) {
                throw new BinaryException("there is no guarantee " + ordinal);
            }
            guarantee = GUARANTEES[ordinal];
        }
        Publication last = in.lastPublication();
        boolean refers = (flags & REFERS) != 0;
        if (refers && last == null) {
            throw new BinaryException("a publication refers to one before it, and there is none");
        }
        String topic = refers ? last.topic() : in.name();
        Headers known = refers ? last.headers() : Headers.NONE;
        Headers headers = (flags & HAS_HEADERS) != 0 ? in.headers() : known;
        Payload payload = payload(in, flags);
        if (payload.isJson()) {
            try {
                Json.check(payload.bytes());
            } catch (JsonException e) {
                throw new BinaryException("the payload is " + e.getMessage());
            }
        }
        Publication publication = new Publication(topic, payload, headers, id, guarantee);
        in.published(publication);
        return publication;
    }

    /** The reply to a request to publish. */
    public static void published(BinaryWriter out, long id, PublishReceipt receipt) {
        Optional<String> correlation = receipt.givenCorrelation();
        out.begin(MessageType.PUBLISHED)
                .number(id)
                .octet(correlation.isPresent() ? HAS_CORRELATION : 0)
                .ulid(receipt.messageId())
                .number(receipt.matched());
        if (correlation.isPresent()) {
            out.text(correlation.get());
        }
        out.end();
    }

    /**
     * One reply to requests to publish whose ids follow one another, as the ids of their messages
     * do; none of them was given a correlation id.
     *
     * @param id of the first request
     * @param receipt that of the first request
     * @param count how many requests
     */
    public static void published(BinaryWriter out, long id, PublishReceipt receipt, int count) {
        out.begin(MessageType.PUBLISHED_RUN)
                .number(id)
                .number(count)
                .ulid(receipt.messageId())
                .number(receipt.matched())
                .end();
    }

    /** Takes the receipts of one reply to several requests. */
    @FunctionalInterface
    public interface Receipts {

        /** Takes the receipt of the request with that id. */
        void take(long id, PublishReceipt receipt);
    }

    /** Reads one reply to several requests. */
    public static void receipts(BinaryReader in, Receipts each) {
        long id = in.number();
        long count = in.number();
        if (count > MOST_IN_RUN) {
            throw new BinaryException("a reply to " + count + " requests");
        }
        Ulid first = in.ulid();
        int matched = (int) Math.min(Integer.MAX_VALUE, in.number());
        for (long i = 0; i < count; i++) {
            Ulid message = i == 0 ? first : new Ulid(first.high(), first.low() + i);
            each.take(id + i, new PublishReceipt(message, Optional.empty(), matched));
        }
    }

    /** Reads the reply to a request to publish, after its id. */
    public static PublishReceipt receipt(BinaryReader in) {
        int flags = in.octet();
        Ulid id = in.ulid();
        int matched = (int) Math.min(Integer.MAX_VALUE, in.number());
        return new PublishReceipt(
                id,
                (flags & HAS_CORRELATION) != 0 ? Optional.of(in.text()) : Optional.empty(),
                matched);
    }

    /** A message of a subscription. */
    public static void message(BinaryWriter out, String subscription, Message<?> message) {
        letter(out, MessageType.MESSAGE, List.of(subscription), new Letter.Of(message));
    }

    /** A message of several subscriptions of one client. */
    public static void message(BinaryWriter out, List<String> subscriptions, Message<?> message) {
        letter(out, MessageType.MESSAGES, subscriptions, new Letter.Of(message));
    }

    /** A letter to one subscription, or several of one client. */
    public static void letter(BinaryWriter out, List<String> subscriptions, Letter letter) {
        int type = subscriptions.size() == 1 ? MessageType.MESSAGE : MessageType.MESSAGES;
        letter(out, type, subscriptions, letter);
    }

    private static void letter(
            BinaryWriter out, int type, List<String> subscriptions, Letter message) {
        LastLetter last = out.lastLetter();
        boolean like = last != null && last.isLike(subscriptions, message);
        boolean next = like && last.isBefore(message);
        boolean headed = !like && !message.headers().values().isEmpty();
        out.begin(type)
                .octet(
                        (message.replayed() ? IS_REPLAYED : 0)
                                | (headed ? HAS_HEADERS : 0)
                                | (message.payload().isJson() ? 0 : HAS_TYPE)
                                | (like ? IS_LIKE : 0)
                                | (next ? IS_NEXT : 0));
        if (!like) {
            addressed(out, type, subscriptions);
        }
        if (!next) {
            out.ulid(message.id()).number(message.millis());
        }
        if (!like) {
            out.text(message.topic());
        }
        content(out, headed ? message.headers() : Headers.NONE, message.payload());
        out.end();
        if (last != null) {
            last.set(subscriptions, message);
        }
    }

    private static void addressed(BinaryWriter out, int type, List<String> subscriptions) {
        if (type == MessageType.MESSAGES) {
            out.number(subscriptions.size());
        }
        for (int i = 0; i < subscriptions.size(); i++) {
            out.text(subscriptions.get(i));
        }
    }

    /**
     * What came for a subscription.
     *
     * @param subscription its id
     */
    public record Pushed(String subscription, Message<Payload> message) {}

    /**
     * What came for one subscription or several.
     *
     * @param subscriptions their ids
     */
    public record Shared(List<String> subscriptions, Message<Payload> message) {}

    /**
     * Reads a message of a subscription, or of several.
     *
     * @param type which of both it is
     */
    public static Shared shared(BinaryReader in, int type) {
        int flags = in.octet();
        LastPush last = in.lastPush();
        boolean like = (flags & IS_LIKE) != 0;
        boolean next = (flags & IS_NEXT) != 0;
        List<String> subscriptions;
        if (like) {
            subscriptions = last.subscriptions();
        } else {
            subscriptions = type == MessageType.MESSAGE ? List.of(in.name()) : subscriptions(in);
        }
        Ulid id = next ? last.nextId() : in.ulid();
        Instant timestamp = next ? last.timestamp() : in.instant();
        String topic = like ? last.topic() : in.name();
        Headers known = like ? last.headers() : Headers.NONE;
        Headers headers = (flags & HAS_HEADERS) != 0 ? in.headers() : known;
        Payload payload = payload(in, flags);
        boolean replayed = (flags & IS_REPLAYED) != 0;
        Message<Payload> message =
                new Message<>(id, topic, payload, payload, headers, timestamp, replayed);
        last.set(subscriptions, message);
        return new Shared(subscriptions, message);
    }

    private static List<String> subscriptions(BinaryReader in) {
        List<String> subscriptions = new ArrayList<>();
        for (long i = in.number(); i > 0; i--) {
            subscriptions.add(in.name());
        }
        return subscriptions;
    }

    /** Reads a message of a subscription. */
    public static Pushed pushed(BinaryReader in) {
        Shared one = shared(in, MessageType.MESSAGE);
        return new Pushed(one.subscriptions().get(0), one.message());
    }

    /** Reads a message of several subscriptions, once for each. */
    public static void pushed(BinaryReader in, Consumer<Pushed> each) {
        Shared all = shared(in, MessageType.MESSAGES);
        for (String subscription : all.subscriptions()) {
            each.accept(new Pushed(subscription, all.message()));
        }
    }

    private static void content(BinaryWriter out, Headers headers, Payload payload) {
        if (!headers.values().isEmpty()) {
            out.headers(headers);
        }
        if (!payload.isJson()) {
            out.text(payload.contentType());
        }
        if (payload.holds(String.class)) {
            // What most texts are, without the bytes of their own.
            String text = (String) payload.value().orElseThrow();
            if (out.plainJson(text)) {
                return;
            }
        }
        out.rest(payload.bytes());
    }

    private static Payload payload(BinaryReader in, int flags) {
        return (flags & HAS_TYPE) != 0
                ? new Payload(in.text(), in.rest())
                : Payload.json(in.rest());
    }
}
