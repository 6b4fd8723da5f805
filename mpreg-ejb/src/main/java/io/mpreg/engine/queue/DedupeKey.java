package io.mpreg.engine.queue;

import io.mpreg.api.Ulid;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;

/** By what a message is known when it comes again. */
public sealed interface DedupeKey {

    /** What kind of key it is, for the store. */
    Kind kind();

    /** The key as text, unique among those of its kind. */
    String text();

    /** The kinds of keys. */
    enum Kind {
        MESSAGE_ID,
        GIVEN,
        FINGERPRINT
    }

    /** The key that is stored like that. */
    static DedupeKey of(Kind kind, String text) {
        return switch (kind) {
            case MESSAGE_ID -> new MessageId(Ulid.parse(text));
            case GIVEN -> new Given(text);
            case FINGERPRINT -> {
                ByteBuffer sum = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
                yield new Print(sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
            }
        };
    }

    /** The id of a message of which only one shall be worked on. */
    record MessageId(Ulid id) implements DedupeKey {
        public MessageId {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public Kind kind() {
            return Kind.MESSAGE_ID;
        }

        @Override
        public String text() {
            return id.toString();
        }
    }

    /** What the sender gave, or the message's id in its place. */
    record Given(String text) implements DedupeKey {
        public Given {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public Kind kind() {
            return Kind.GIVEN;
        }
    }

    /** A SHA-256, in four parts. */
    record Print(long a, long b, long c, long d) implements DedupeKey {
        @Override
        public Kind kind() {
            return Kind.FINGERPRINT;
        }

        @Override
        public String text() {
            ByteBuffer sum = ByteBuffer.allocate(4 * Long.BYTES);
            sum.putLong(a).putLong(b).putLong(c).putLong(d);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum.array());
        }
    }
}
