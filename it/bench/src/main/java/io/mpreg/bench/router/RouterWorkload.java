package io.mpreg.bench.router;

import io.mpreg.api.NodeInfo;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.topics.Corpus;
import io.mpreg.bench.topics.Gauge;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long it takes to find everyone for a message: with a kept route, and without. A topic without
 * a kept route is one that has not been asked for yet.
 */
public final class RouterWorkload implements Workload {

    private static final int HOT = 1000;
    private static final int BATCH = 10_000;
    private static final long SECOND = 1_000_000_000L;

    private final Series cached = new Series();
    private final Series uncached = new Series();
    private final Series uncachedWorst = new Series();
    private final Series churned = new Series();

    @Override
    public void measure(Options options, Lines lines) {
        boolean quick = options.flags().contains("--quick");
        int patterns = options.number("patterns", quick ? 100_000 : 500_000);
        int rounds = options.number("rounds", quick ? 3 : 5);
        int perRound = options.number("topics", quick ? 100_000 : 200_000);
        Corpus corpus = new Corpus(1, options.number("words", 100));
        lines.progress("filing " + patterns + " subscriptions");
        UnifiedRouter router = new UnifiedRouter(new NodeInfo("bench", "bench", "0"));
        List<String> filed = corpus.patterns(patterns);
        for (int i = 0; i < patterns; i++) {
            router.add(TopicPattern.of(filed.get(i)), new Subscriber("s" + i));
        }
        long reached = 0;
        for (int round = 0; round <= rounds; round++) {
            lines.progress(round == 0 ? "warming up" : "round " + round + " of " + rounds);
            reached += fresh(router, topics(corpus, filed, perRound), round > 0);
            TopicName[] hot = topics(corpus, filed, HOT);
            reached += kept(router, hot, quick ? SECOND / 2 : SECOND, cached, round > 0, null);
            // A pattern whose first segments are the topics' own, but that matches none of them.
            TopicPattern other = TopicPattern.of(hot[0].value() + ".and.more");
            reached += kept(router, hot, SECOND / 2, churned, round > 0, other);
        }
        lines.progress(reached + " targets in all");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("patterns", patterns);
        lines.result("cached_route_ns", cached, settings);
        lines.result("cached_route_beside_changes_ns", churned, settings);
        lines.result("uncached_route_p50_us", uncached, settings);
        lines.result("uncached_route_p99_us", uncachedWorst, settings);
    }

    private static TopicName[] topics(Corpus corpus, List<String> patterns, int count) {
        return corpus.topics(patterns, count).stream().map(TopicName::of).toArray(TopicName[]::new);
    }

    private long fresh(UnifiedRouter router, TopicName[] topics, boolean counts) {
        Histogram times = new Histogram(10 * SECOND, 3);
        long reached = 0;
        for (TopicName topic : topics) {
            long begun = System.nanoTime();
            reached += router.route(topic, MessageKind.PUBSUB).targets().size();
            times.recordValue(System.nanoTime() - begun);
        }
        if (counts) {
            uncached.add(times.getValueAtPercentile(50) / 1e3);
            uncachedWorst.add(times.getValueAtPercentile(99) / 1e3);
        }
        return reached;
    }

    private static long kept(
            UnifiedRouter router,
            TopicName[] topics,
            long nanos,
            Series times,
            boolean counts,
            TopicPattern change) {
        Subscriber passing = new Subscriber("passing");
        for (int warm = 0; warm < 3; warm++) {
            for (TopicName topic : topics) {
                router.route(topic, MessageKind.PUBSUB);
            }
        }
        long reached = 0;
        long routes = 0;
        long spent = 0;
        int at = 0;
        while (spent < nanos) {
            if (change != null) {
                router.add(change, passing);
                router.remove(change, passing);
            }
            long begun = Gauge.ran();
            for (int i = 0; i < BATCH; i++) {
                reached += router.route(topics[at], MessageKind.PUBSUB).targets().size();
                at = at + 1 == topics.length ? 0 : at + 1;
            }
            spent += Gauge.ran() - begun;
            routes += BATCH;
        }
        if (counts) {
            times.add(spent / (double) routes);
        }
        return reached;
    }
}
