package io.mpreg.engine.cache;

import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import java.util.Optional;

/**
 * Carries out invalidations that came from another cluster, on {@code
 * mpreg.cache.federation.sync.{source}.{this cluster}}. The headers say what: {@code region},
 * {@code by} (KEY unless given) and {@code key} or {@code value}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class ForeignInvalidation implements Receiver {

    private final String cluster;
    private final Cascade cascade;

    ForeignInvalidation(String cluster, Cascade cascade) {
        this.cluster = cluster;
        this.cascade = cascade;
    }

    static TopicPattern pattern(String cluster) {
        return TopicPattern.of("mpreg.cache.federation.sync.*." + RegionTopics.segment(cluster));
    }

    @Override
    public InterestKind kind() {
        return InterestKind.HANDLER;
    }

    @Override
    public String id() {
        return "cache-federation-" + cluster;
    }

    @Override
    public void accept(UnifiedMessage message) {
        Optional<String> region = message.headers().get("region");
        Optional<String> value =
                message.headers().get("value").or(() -> message.headers().get("key"));
        if (region.isEmpty() || value.isEmpty() || message.provenance().cluster().equals(cluster)) {
            return;
        }
        Invalidation what = new Invalidation(by(message), value.get());
        if (what.valid()) {
            // Not told as the others' own: this node is the one that got it for its cluster.
            cascade.invalidate(region.get(), what, Cause.of(Optional.of(message.correlationId())));
        }
    }

    private static Invalidation.By by(UnifiedMessage message) {
        String by = message.headers().get("by").orElse("KEY");
        for (Invalidation.By known : Invalidation.By.values()) {
            if (known.name().equals(by)) {
                return known;
            }
        }
        return Invalidation.By.KEY;
    }
}
