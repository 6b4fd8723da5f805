package io.mpreg.engine.pubsub;

import io.mpreg.engine.topic.TopicName;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The topics that were published to lately, so that their names need not be checked each time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Two topics may fall on one place; then
 * they take turns.
 */
final class TopicNames {

    private static final int PLACES = 1 << 12;

    /** Long names are not worth the memory. */
    private static final int LONGEST = 256;

    private final AtomicReferenceArray<@Nullable TopicName> names =
            new AtomicReferenceArray<>(PLACES);

    TopicName of(String text) {
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        TopicName known = names.getPlain(place);
        if (known != null && known.value().equals(text)) {
            return known;
        }
        TopicName checked = TopicName.of(text);
        if (text.length() <= LONGEST) {
            names.setRelease(place, checked);
        }
        return checked;
    }
}
