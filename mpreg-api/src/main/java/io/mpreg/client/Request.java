package io.mpreg.client;

import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.Publication;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.PackForm;
import io.mpreg.wire.bin.PartForm;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The fields of a request; those that are absent are left out. <b>Not</b> thread-safe. */
final class Request {

    private static final Runnable NOTHING = () -> {};
    private static final Consumer<MpregException> NOBODY = failure -> {};

    private final String op;

    /** Made when the first one is added: a request in compact form needs none. */
    private @Nullable Map<String, @Nullable Object> fields;

    private @Nullable Compact compact;
    private Runnable spelling = NOTHING;
    private String feature = "";
    private Terms terms = Terms.NONE;
    private long transfer;
    private long link;
    private Consumer<MpregException> refused = NOBODY;

    private Request(String op) {
        this.op = op;
    }

    /** Writes a request in its compact form. */
    @FunctionalInterface
    interface Compact {

        /** Writes it as a message with that id. */
        void write(BinaryWriter out, long id);
    }

    /**
     * A publication, which has a compact form.
     *
     * @param message its payload is a {@link Payload}
     */
    static Request publish(Publication message) {
        Request request = op("publish");
        return request.compact(
                (out, id) -> PublishForm.publish(out, id, message), () -> request.spell(message));
    }

    /**
     * Gives a request a compact form.
     *
     * @param form writes it
     * @param spelled adds the fields that it has otherwise
     */
    Request compact(Compact form, Runnable spelled) {
        compact = form;
        spelling = spelled;
        return this;
    }

    /** Gives a request a compact form that not every node knows. */
    Request compact(Compact form, Runnable spelled, String needed) {
        feature = needed;
        return compact(form, spelled);
    }

    /**
     * Binds a request to the link of that number, since what it names means nothing, or something
     * else, on the next.
     */
    Request over(long number) {
        link = number;
        return this;
    }

    /** Lets somebody know when the node refuses it, before who waits for the reply is told. */
    Request whenRefused(Consumer<MpregException> told) {
        refused = told;
        return this;
    }

    /** The node has refused it. */
    void refused(MpregException failure) {
        refused.accept(failure);
    }

    /** Whether it is bound to a link. */
    boolean isBound() {
        return link != 0;
    }

    /** Whether it may go over the link of that number. */
    boolean isFor(long number) {
        return link == 0 || link == number;
    }

    /**
     * A message in a compact form that is no request: it has no id and no reply.
     *
     * @param number tells it from others under way
     */
    static Request told(String op, long number, Compact form) {
        Request told = op(op).compact(form, NOTHING);
        // Requests have the even ones.
        told.transfer = number << 1 | 1;
        return told;
    }

    /** Gives up what the node does not know. */
    void limitTo(Terms agreed) {
        terms = agreed;
        if (!feature.isEmpty() && !agreed.features().contains(feature)) {
            compact = null;
        }
    }

    private void spell(Publication message) {
        with("topic", message.topic());
        with("payload", Payloads.toFrame((Payload) message.payload()));
        unlessEmpty("headers", message.headers().values());
        with("correlationId", message.headers().correlationId());
        with("messageId", message.messageId());
        with("guarantee", message.guarantee().name());
    }

    static Request op(String op) {
        return new Request(op);
    }

    /** An object inside a request. */
    static Request object() {
        return new Request("");
    }

    Request with(String name, @Nullable Object value) {
        fields().put(name, value);
        return this;
    }

    Request with(String name, Optional<?> value) {
        value.ifPresent(present -> fields().put(name, present.toString()));
        return this;
    }

    /** These fields as well. */
    Request all(Map<String, ? extends @Nullable Object> more) {
        fields().putAll(more);
        return this;
    }

    Request millis(String name, Optional<Duration> value) {
        value.ifPresent(present -> fields().put(name, present.toMillis()));
        return this;
    }

    Request millis(String name, Duration value) {
        return millis(name, value.isZero() ? Optional.empty() : Optional.of(value));
    }

    Request unlessEmpty(String name, String value) {
        return value.isEmpty() ? this : with(name, value);
    }

    Request unlessEmpty(String name, Iterable<?> values) {
        return values.iterator().hasNext() ? with(name, values) : this;
    }

    Request unlessEmpty(String name, Map<?, ?> values) {
        return values.isEmpty() ? this : with(name, values);
    }

    Request flag(String name, boolean value) {
        return value ? with(name, true) : this;
    }

    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> all = fields;
        if (all == null) {
            all = new LinkedHashMap<>();
            fields = all;
            if (!op.isEmpty()) {
                all.put("op", op);
            }
        }
        return all;
    }

    String op() {
        return op;
    }

    /** Whether it has a compact form of its own. */
    boolean isCompact() {
        return compact != null;
    }

    /** Writes the message in its compact form. */
    void write(BinaryWriter out, long id) {
        Compact form = compact;
        if (form == null) {
            out.json(toFrame(id));
        } else {
            out.refers(terms.refers());
            form.write(out, id);
        }
    }

    /** The message in its compact form, without a frame's version. */
    byte[] toBinary(long id) {
        BinaryWriter out = new BinaryWriter();
        write(out, id);
        return out.tail(1);
    }

    /** Whether a message of so many bytes may go otherwise than as it stands. */
    boolean isDressed(int size) {
        return size > terms.whole() || terms.packs(size);
    }

    /**
     * A message of this request as it goes: packed if it is to be, in parts if it is too long.
     *
     * @param message in compact form
     * @throws MpregException if the node would not take it
     */
    List<byte[]> dressed(byte[] message, long id) {
        terms.admit(op, message.length);
        byte[] packed = terms.packs(message.length) ? PackForm.packed(message) : message;
        return packed.length > PartForm.LONG && terms.divides()
                ? PartForm.split(transfer == 0 ? id << 1 : transfer, packed)
                : List.of(packed);
    }

    /**
     * The message as an object.
     *
     * @throws MpregException if the node would not take it
     */
    byte[] toFrame(long id) {
        spelling.run();
        fields().put("id", Long.toString(id, Character.MAX_RADIX));
        byte[] frame = Json.write(fields());
        terms.admit(op, frame.length);
        return frame;
    }
}
