package io.mpreg.wire.bin;

import io.mpreg.api.Ulid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last letter that was written to a frame, which the next one may refer to.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class LastLetter {

    private List<String> subscriptions = List.of();
    private @Nullable Letter letter;

    void clear() {
        letter = null;
        subscriptions = List.of();
    }

    void set(List<String> to, Letter last) {
        subscriptions = to;
        letter = last;
    }

    /** Whether it went to the same subscriptions, on the same topic, with the same headers. */
    boolean isLike(List<String> to, Letter next) {
        Letter last = letter;
        return last != null
                && last.topic().equals(next.topic())
                && last.headers().equals(next.headers())
                && subscriptions.equals(to);
    }

    /**
     * Whether it was made just before: its id comes before the next one's, its time is the same.
     */
    boolean isBefore(Letter next) {
        Letter last = letter;
        if (last == null) {
            return false;
        }
        Ulid before = last.id();
        Ulid id = next.id();
        return before.high() == id.high()
                && before.low() + 1 == id.low()
                && before.low() != -1
                && last.millis() == next.millis();
    }
}
