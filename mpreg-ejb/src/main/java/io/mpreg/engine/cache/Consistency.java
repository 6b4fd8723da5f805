package io.mpreg.engine.cache;

import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.time.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks all nodes what they hold of a region, and compares.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Consistency {

    private final PeerDesk desk;
    private final Timers timers;
    private final Duration timeout;
    private final AtomicLong rounds = new AtomicLong();
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    Consistency(PeerDesk desk, Timers timers, Duration timeout) {
        this.desk = desk;
        this.timers = timers;
        this.timeout = timeout;
    }

    private record Open(Comparison comparison, CompletableFuture<ConsistencyReport> result) {}

    /**
     * Asks all.
     *
     * @param region the region, if this node has it
     * @param repair whether those that differ are to fetch from this node what they lack
     */
    CompletionStage<ConsistencyReport> check(String name, @Nullable Region region, boolean repair) {
        boolean alone = region != null && region.spec().mode() == RegionSpec.Mode.LOCAL;
        Set<String> others = alone ? Set.of() : Set.copyOf(desk.others());
        long round = rounds.incrementAndGet();
        Prints prints = region == null ? Prints.NOTHING : region.coordinator().prints();
        Coordination.Check question = new Coordination.Check(name, round, prints, repair);
        Open check = new Open(new Comparison(name, region, others), new CompletableFuture<>());
        check.comparison()
                .state(
                        desk.self(),
                        region == null
                                ? Coordination.Checked.nothing(name, round)
                                : Survey.answer(region, question));
        open.put(round, check);
        if (others.isEmpty()) {
            end(round);
            return check.result();
        }
        desk.broadcast(RegionTopics.coordination("consistency", name), question);
        desk.show(RegionTopics.coordination("consistency", name), question);
        Timers.Timer timer = timers.schedule(timeout, () -> end(round));
        check.result().whenComplete((report, failure) -> timer.cancel());
        return check.result();
    }

    void received(String from, Coordination.Checked answer) {
        Open check = open.get(answer.round());
        if (check != null && check.comparison().answered(from, answer)) {
            end(answer.round());
        }
    }

    private void end(long round) {
        Open check = open.remove(round);
        if (check != null) {
            check.result().complete(check.comparison().report());
        }
    }
}
