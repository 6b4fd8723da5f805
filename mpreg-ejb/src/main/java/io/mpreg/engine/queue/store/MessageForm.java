package io.mpreg.engine.queue.store;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.engine.queue.Addressee;
import io.mpreg.engine.queue.Content;
import io.mpreg.engine.queue.DeliveryTerms;
import io.mpreg.engine.queue.Receiver;
import io.mpreg.engine.queue.StoredHead;
import io.mpreg.engine.queue.StoredMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message as a record: everything but the bytes of its payload in the header, these in the body.
 */
final class MessageForm {

    private static final int VERSION = 2;

    /** Without addressees; still written where there are none. */
    private static final int EARLIER = 1;

    private static final int SPECIAL = 1;
    private static final int REPLACES = 2;
    private static final int ADDRESSED = 4;

    /** The id in two parts, the time of sending, and the groups. */
    private static final int FIXED = 4 * Long.BYTES;

    /** Types of content that need no text of their own. */
    private static final String[] COMMON = {
        "application/octet-stream", "text/plain", "application/xml", "application/cbor"
    };

    private static final Guarantee[] GUARANTEES = Guarantee.values();

    private MessageForm() {}

    /**
     * @param sequence the message that this one replaces a copy of; 0 if none
     */
    static byte[] header(StoredMessage message, long sequence) {
        StoredHead head = message.head();
        Content content = message.content();
        boolean addressed = !head.addressees().isEmpty();
        Out out =
                new Out()
                        .bits8(addressed ? VERSION : EARLIER)
                        .number(head.queue())
                        .bits64(head.id().high())
                        .bits64(head.id().low())
                        .bits64(head.sentAt())
                        .bits64(head.groups())
                        .number(content.size());
        DeliveryTerms terms = head.terms();
        boolean special = terms != DeliveryTerms.PLAIN;
        out.bits8(
                (special ? SPECIAL : 0)
                        | (sequence == 0 ? 0 : REPLACES)
                        | (addressed ? ADDRESSED : 0));
        if (special) {
            terms(out, terms);
        }
        if (sequence != 0) {
            int group = message.replaced().map(StoredMessage.Replaced::group).orElseThrow();
            out.bits64(sequence).number(group);
        }
        if (addressed) {
            addressees(out, head.addressees());
        }
        out.text(content.topic());
        boolean json = content.payload().isJson();
        out.bits8(json ? 1 : 0);
        if (!json) {
            out.text(content.payload().contentType());
        }
        Map<String, String> headers = content.headers().values();
        out.number(headers.size());
        headers.forEach((name, value) -> out.text(name).text(value));
        return out.toBytes();
    }

    private static void addressees(Out out, List<Addressee> all) {
        out.number(all.size());
        for (Addressee one : all) {
            out.text(one.who().group()).text(one.who().id()).bits8(one.named() ? 1 : 0);
        }
    }

    private static List<Addressee> addressees(In in) {
        List<Addressee> all = new ArrayList<>();
        for (long i = in.number(); i > 0; i--) {
            Receiver who = new Receiver(in.text(), in.text());
            all.add(new Addressee(who, in.bits8() != 0));
        }
        return all;
    }

    private static void terms(Out out, DeliveryTerms terms) {
        out.bits8(terms.guarantee().ordinal())
                .number(terms.priority())
                .bits64(terms.notBefore())
                .bits64(terms.expiresAt())
                .text(terms.orderingKey())
                .text(terms.dedupeId())
                .number(terms.requiredAcks());
    }

    /** What keeps the message's place, and about how many bytes it takes. */
    static Sized head(ByteBuffer header) {
        In in = new In(header);
        return sized(in);
    }

    static Content content(ByteBuffer header, ByteBuffer body) {
        In in = new In(header);
        skipHead(in);
        Optional<String> topic = in.optionalText();
        String type = in.bits8() == 1 ? Payload.JSON : in.text(COMMON);
        Headers headers = Headers.NONE;
        long count = in.number();
        if (count > 0) {
            Map<String, String> values = new HashMap<>();
            for (long i = 0; i < count; i++) {
                String name = in.text();
                values.put(name, in.text());
            }
            headers = new Headers(values);
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return new Content(topic, headers, new Payload(type, bytes));
    }

    /* Passes over what keeps the message's place: who delivers has that already. */
    private static void skipHead(In in) {
        checkVersion(in);
        in.number();
        in.skip(FIXED);
        in.number();
        int flags = in.bits8();
        if ((flags & SPECIAL) != 0) {
            in.skip(1);
            in.number();
            in.skip(2 * Long.BYTES);
            in.skipOptionalText();
            in.skipOptionalText();
            in.number();
        }
        if ((flags & REPLACES) != 0) {
            in.skip(Long.BYTES);
            in.number();
        }
        for (long i = (flags & ADDRESSED) != 0 ? in.number() : 0; i > 0; i--) {
            in.skipText();
            in.skipText();
            in.skip(1);
        }
    }

    private static void checkVersion(In in) {
        int version = in.bits8();
        if (version != EARLIER) {
            Versions.check("message", version, VERSION);
        }
    }

    private static Sized sized(In in) {
        checkVersion(in);
        int queue = (int) in.number();
        Ulid id = new Ulid(in.bits64(), in.bits64());
        long sentAt = in.bits64();
        long groups = in.bits64();
        int size = (int) in.number();
        int flags = in.bits8();
        DeliveryTerms terms = (flags & SPECIAL) == 0 ? DeliveryTerms.PLAIN : special(in);
        boolean replaces = (flags & REPLACES) != 0;
        long sequence = replaces ? in.bits64() : 0;
        int group = replaces ? (int) in.number() : 0;
        List<Addressee> addressees = (flags & ADDRESSED) != 0 ? addressees(in) : List.of();
        StoredHead head = new StoredHead(queue, id, sentAt, terms, groups, addressees);
        return new Sized(head, size, sequence, group);
    }

    private static DeliveryTerms special(In in) {
        return new DeliveryTerms(
                GUARANTEES[in.bits8()],
                (int) in.number(),
                in.bits64(),
                in.bits64(),
                in.optionalText(),
                in.optionalText(),
                (int) in.number());
    }

    /**
     * A head, and what else is known of a message.
     *
     * @param size about how many bytes it takes
     * @param replaced the sequence of the message that it replaces a copy of; 0 if none
     * @param group the consumer group of that copy
     */
    record Sized(StoredHead head, int size, long replaced, int group) {}
}
