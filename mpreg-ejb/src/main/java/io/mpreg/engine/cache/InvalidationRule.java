package io.mpreg.engine.cache;

import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Invalidates something when a message comes on a topic. A rule that is on a message's way already
 * does not act on it again, so rules that set off each other come to an end.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class InvalidationRule implements Receiver {

    private final String id;
    private final String region;
    private final Invalidation what;
    private final Cascade cascade;

    InvalidationRule(String id, String region, Invalidation what, Cascade cascade) {
        this.id = id;
        this.region = region;
        this.what = what;
        this.cascade = cascade;
    }

    @Override
    public InterestKind kind() {
        return InterestKind.CACHE_RULE;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void accept(UnifiedMessage message) {
        List<String> passed =
                message.headers()
                        .get(Announcer.RULES)
                        .map(ids -> Arrays.asList(ids.split(",")))
                        .orElse(List.of());
        if (!passed.contains(id)) {
            Cause cause =
                    new Cause(Optional.of(message.correlationId()), passed, false).through(id);
            cascade.invalidate(region, what, cause);
        }
    }
}
