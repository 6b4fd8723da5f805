package io.mpreg.engine.pubsub;

import io.mpreg.api.Ulid;
import io.mpreg.api.topic.SubscriptionSpec;
import java.time.Duration;
import java.util.List;

/**
 * What a new subscription wants of the past, and where the past ends for it: the subscription is
 * filed between two messages, so that everything before comes from the backlog and everything after
 * comes live, whatever publishers do meanwhile.
 *
 * <p><b>Threads.</b> Belongs to the thread that subscribes.
 */
final class Replay {

    private final Hub hub;
    private final Backlog backlog;
    private final SubscriptionSpec spec;
    private final Terms terms;
    private long end;

    Replay(Hub hub, Backlog backlog, SubscriptionSpec spec, Terms terms) {
        this.hub = hub;
        this.backlog = backlog;
        this.spec = spec;
        this.terms = terms;
    }

    /** Files the subscription; the past ends here. */
    void endWith(Runnable filing) {
        hub.sequencer.between(
                () -> {
                    filing.run();
                    end = backlog.end();
                });
    }

    /** The messages that are to be replayed, in their order. */
    List<Kept> messages() {
        if (spec.since().isEmpty() && spec.backlog().isZero()) {
            return List.of();
        }
        List<Kept> all = backlog.select(terms.patterns(), end);
        return spec.since().isPresent() ? after(spec.since().get(), all) : recent(all);
    }

    private static List<Kept> after(Ulid since, List<Kept> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).message.id().equals(since)) {
                return all.subList(i + 1, all.size());
            }
        }
        return all.stream().filter(kept -> kept.message.id().compareTo(since) > 0).toList();
    }

    private List<Kept> recent(List<Kept> all) {
        Duration longest = hub.settings.backlogTime();
        Duration back = spec.backlog().compareTo(longest) > 0 ? longest : spec.backlog();
        long from = hub.platform.clock().millis() - back.toMillis();
        return all.stream().filter(kept -> kept.message.timestamp() >= from).toList();
    }
}
