package io.mpreg.engine.route;

import io.mpreg.engine.topic.TopicName;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The kept routes of the topics that messages went to last, found without asking the clock: a
 * message brings the time with it. All are let go when a pattern changes, so that nobody is held
 * who has left.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Two topics may fall on one place; then
 * they take turns.
 */
final class RecentRoutes {

    private static final int PLACES = 1 << 8;

    private record Recent(TopicName topic, MessageKind kind, RouteCache.Kept kept) {}

    private final long lifeMillis;
    private volatile @Nullable AtomicReferenceArray<@Nullable Recent> places;

    RecentRoutes(long lifeMillis) {
        this.lifeMillis = lifeMillis;
    }

    /** The route of an earlier message of the same topic and kind; it may hold no longer. */
    RouteCache.@Nullable Kept find(UnifiedMessage message) {
        AtomicReferenceArray<@Nullable Recent> all = places;
        if (all == null) {
            return null;
        }
        Recent recent = all.getAcquire(place(message));
        if (recent == null || recent.topic != message.topic() || recent.kind != message.kind()) {
            return null;
        }
        long age = message.timestamp() - recent.kept.basis().millis();
        return age >= 0 && age < lifeMillis ? recent.kept : null;
    }

    /** Keeps the route of a message. */
    void remember(UnifiedMessage message, RouteCache.Kept kept) {
        AtomicReferenceArray<@Nullable Recent> all = places;
        if (all == null) {
            all = new AtomicReferenceArray<>(PLACES);
            places = all;
        }
        all.setRelease(place(message), new Recent(message.topic(), message.kind(), kept));
    }

    void forget() {
        if (places != null) {
            places = null;
        }
    }

    private static int place(UnifiedMessage message) {
        int hash = message.topic().hashCode() * 31 + message.kind().ordinal();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
