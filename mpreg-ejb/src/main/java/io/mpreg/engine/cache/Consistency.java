package io.mpreg.engine.cache;

import io.mpreg.engine.cache.ConsistencyReport.NodeState;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

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

    private static final class Open {
        final CompletableFuture<ConsistencyReport> result = new CompletableFuture<>();
        final Map<String, NodeState> answers = new HashMap<>();
        final Set<String> silent;

        Open(Set<String> asked) {
            silent = new HashSet<>(asked);
        }
    }

    CompletionStage<ConsistencyReport> check(String name, Coordination.Checked own) {
        Open check = new Open(Set.copyOf(desk.others()));
        check.answers.put(desk.self(), NodeState.of(own));
        long round = own.round();
        open.put(round, check);
        Coordination.Check question = new Coordination.Check(name, round);
        desk.broadcast(RegionTopics.coordination("consistency", name), question);
        desk.show(RegionTopics.coordination("consistency", name), question);
        Timers.Timer timer = timers.schedule(timeout, () -> end(name, round));
        check.result.whenComplete((report, failure) -> timer.cancel());
        if (check.silent.isEmpty()) {
            end(name, round);
        }
        return check.result;
    }

    long next() {
        return rounds.incrementAndGet();
    }

    void received(String from, Coordination.Checked answer) {
        Open check = open.get(answer.round());
        if (check == null) {
            return;
        }
        boolean all;
        synchronized (check) {
            if (check.silent.remove(from)) {
                check.answers.put(from, NodeState.of(answer));
            }
            all = check.silent.isEmpty();
        }
        if (all) {
            end(answer.region(), answer.round());
        }
    }

    private void end(String name, long round) {
        Open check = open.remove(round);
        if (check != null) {
            ConsistencyReport report;
            synchronized (check) {
                report = new ConsistencyReport(name, check.answers, check.silent);
            }
            check.result.complete(report);
        }
    }
}
