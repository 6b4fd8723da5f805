package io.mpreg.wire.bin;

import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.Ulid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last message of a subscription that was read from a frame, which the next one may refer to.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class LastPush {

    private List<String> subscriptions = List.of();
    private @Nullable Message<?> message;

    void set(List<String> to, Message<?> last) {
        subscriptions = to;
        message = last;
    }

    List<String> subscriptions() {
        known();
        return subscriptions;
    }

    String topic() {
        return known().topic();
    }

    Headers headers() {
        return known().headers();
    }

    Instant timestamp() {
        return known().timestamp();
    }

    Ulid nextId() {
        Ulid id = known().id();
        if (id.low() == -1) {
            throw new BinaryException("no id follows the one of the message before");
        }
        return new Ulid(id.high(), id.low() + 1);
    }

    private Message<?> known() {
        Message<?> last = message;
        if (last == null) {
            throw new BinaryException("a message refers to one before it, and there is none");
        }
        return last;
    }
}
