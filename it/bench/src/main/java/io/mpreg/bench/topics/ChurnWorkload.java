package io.mpreg.bench.topics;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TrieTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Changes of a large table while one thread looks topics up in it. */
public final class ChurnWorkload implements Workload {

    private final Series changes = new Series();
    private final Series alone = new Series();
    private final Series beside = new Series();
    private final Series nodes = new Series();

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int count = options.number("patterns", quick ? 200_000 : 1_000_000);
        int words = options.number("words", 100);
        int rounds = options.number("rounds", quick ? 3 : 5);
        int millis = options.number("millis", quick ? 1000 : 2000);
        Corpus corpus = new Corpus(1, words);
        lines.progress("filling a table with " + count + " patterns");
        TrieTable<String> table = new TrieTable<>();
        List<String> kept = corpus.patterns(count);
        for (int i = 0; i < count; i++) {
            table.add(TopicPattern.of(kept.get(i)), corpus.subscriber(i));
        }
        TopicName[] topics =
                corpus.topics(kept, 200_000).stream().map(TopicName::of).toArray(TopicName[]::new);
        TopicPattern[] passing =
                corpus.patterns(count / 4).stream()
                        .map(TopicPattern::of)
                        .toArray(TopicPattern[]::new);
        for (int round = 0; round <= rounds; round++) {
            lines.progress(round == 0 ? "warming up" : "round " + round + " of " + rounds);
            round(table, topics, passing, corpus, millis, round > 0);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("patterns", count);
        settings.put("words", words);
        lines.result("changes_per_s", changes, settings);
        lines.result("lookups_alone_per_s", alone, settings);
        lines.result("lookups_beside_changes_per_s", beside, settings);
        lines.result("lookups_kept_share", beside.over(alone), settings);
        lines.result("nodes_left_over", nodes, settings);
    }

    private void round(
            TrieTable<String> table,
            TopicName[] topics,
            TopicPattern[] passing,
            Corpus corpus,
            int millis,
            boolean counts)
            throws InterruptedException {
        int nodesBefore = table.nodes();
        Reader quiet = new Reader(table, topics);
        Thread.sleep(millis);
        double before = quiet.end();

        Reader busy = new Reader(table, topics);
        long begun = Gauge.ran();
        long end = System.nanoTime() + millis * 1_000_000L;
        long done = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < passing.length; i++) {
                table.add(passing[i], corpus.subscriber(i));
            }
            for (int i = 0; i < passing.length; i++) {
                table.remove(passing[i], corpus.subscriber(i));
            }
            done += 2L * passing.length;
        }
        double seconds = (Gauge.ran() - begun) / 1e9;
        double during = busy.end();
        if (counts) {
            changes.add(done / seconds);
            alone.add(before);
            beside.add(during);
            nodes.add(table.nodes() - nodesBefore);
        }
    }

    /** A thread that looks topics up until it is told to end. */
    private static final class Reader implements Runnable, Consumer<String> {
        private final TrieTable<String> table;
        private final TopicName[] topics;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = new Thread(this, "reader");
        private double perSecond;
        private long found;

        Reader(TrieTable<String> table, TopicName[] topics) {
            this.table = table;
            this.topics = topics;
            thread.start();
        }

        @Override
        public void run() {
            long begun = Gauge.ran();
            long lookups = 0;
            while (!ended.get()) {
                for (int i = 0; i < 1000; i++) {
                    table.values(topics[(int) (lookups++ % topics.length)], this);
                }
            }
            perSecond = lookups * 1e9 / (Gauge.ran() - begun);
        }

        @Override
        public void accept(String subscriber) {
            found++;
        }

        /** Lookups per second since it began. */
        double end() throws InterruptedException {
            ended.set(true);
            thread.join();
            return found < 0 ? 0 : perSecond;
        }
    }
}
