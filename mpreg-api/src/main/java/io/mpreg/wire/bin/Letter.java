package io.mpreg.wire.bin;

import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;

/** A message as it is written for its subscriptions. */
public interface Letter {

    /** The message's id. */
    Ulid id();

    /** Where it was published. */
    String topic();

    /** What it holds. */
    Payload payload();

    /** The strings beside it. */
    Headers headers();

    /** When the node took it, in milliseconds since 1970. */
    long millis();

    /** Whether it comes from the past. */
    boolean replayed();

    /** A message of the API as a letter. */
    record Of(Message<?> message) implements Letter {

        @Override
        public Ulid id() {
            return message.id();
        }

        @Override
        public String topic() {
            return message.topic();
        }

        @Override
        public Payload payload() {
            return message.payload();
        }

        @Override
        public Headers headers() {
            return message.headers();
        }

        @Override
        public long millis() {
            return message.timestamp().toEpochMilli();
        }

        @Override
        public boolean replayed() {
            return message.replayed();
        }
    }
}
