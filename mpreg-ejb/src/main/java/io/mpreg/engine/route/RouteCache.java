package io.mpreg.engine.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.topic.TopicChanges;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the latest topics. A route that something has changed for is not found any more
 * from that moment on; all others stay.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RouteCache {

    /** How things stood when a route was looked for, and when that was. */
    record Basis(TopicChanges.Mark mark, long estimates, long millis) {}

    /**
     * A kept route.
     *
     * @param result the route
     * @param disabled those who would be on it if they were not disabled
     */
    record Kept(
            RouteResult result, List<Interest> disabled, Basis basis, RouteMeters.Tally tally) {}

    /** For every so many targets more a route counts as one more, so that memory is bounded. */
    private static final int TARGETS = 64;

    private final Cache<RouteKey, Kept> routes;
    private final TopicChanges changes = new TopicChanges();
    private final Estimates estimates;
    private final Clock clock;
    private final RecentRoutes recent;

    RouteCache(RouterSettings settings, Clock clock, Estimates estimates) {
        this.estimates = estimates;
        this.clock = clock;
        this.recent = new RecentRoutes(settings.cacheTtl().toMillis());
        this.routes =
                Caffeine.newBuilder()
                        .maximumWeight(settings.cacheRoutes())
                        .weigher(
                                (RouteKey key, Kept kept) ->
                                        1 + kept.result.targets().size() / TARGETS)
                        .expireAfterWrite(settings.cacheTtl())
                        .ticker(clock::nanos)
                        .executor(Runnable::run)
                        .build();
    }

    /** Something has changed for the topics that a pattern matches. */
    void changed(TopicPattern pattern) {
        changes.changed(pattern);
        recent.forget();
    }

    /** What tells whether an answer about a topic still holds. */
    TopicChanges changes() {
        return changes;
    }

    /** Asked before a route is looked for, so that no change is missed. */
    Basis basis(TopicName topic) {
        return new Basis(changes.mark(topic), estimates.version(), clock.millis());
    }

    /** The route of a message whose topic and kind say it all, if one like it came lately. */
    @Nullable Kept recent(UnifiedMessage message) {
        Kept kept = recent.find(message);
        return kept != null && holds(kept, message.topic()) ? kept : null;
    }

    /** Makes a kept route easy to find for the next message like this one. */
    void remember(UnifiedMessage message, Kept kept) {
        recent.remember(message, kept);
    }

    @Nullable Kept find(RouteKey key, TopicName topic) {
        Kept kept = routes.getIfPresent(key);
        if (kept == null) {
            return null;
        }
        if (!holds(kept, topic)) {
            routes.asMap().remove(key, kept);
            return null;
        }
        return kept;
    }

    void keep(RouteKey key, Kept kept) {
        routes.put(key, kept);
    }

    long size() {
        return routes.estimatedSize();
    }

    private boolean holds(Kept kept, TopicName topic) {
        if (kept.basis.estimates != estimates.version() || !changes.holds(kept.basis.mark, topic)) {
            return false;
        }
        // Whether someone is disabled is asked anew each time: it changes without notice.
        List<Target> targets = kept.result.targets();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).interest().disabled().isPresent()) {
                return false;
            }
        }
        for (int i = 0; i < kept.disabled.size(); i++) {
            Optional<String> disabled = kept.disabled.get(i).disabled();
            if (disabled.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
