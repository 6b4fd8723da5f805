package io.mpreg.bench.topics;

import io.mpreg.bench.report.Series;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One matcher under measurement, filled with the patterns of a corpus. */
final class Subject {

    private static final int BATCH = 1000;

    private final TopicIndex index;
    private final Object[] topics;
    private final String[] texts;
    private int at;
    private long matches;

    final Series perSecond = new Series();
    final Series textsPerSecond = new Series();
    final Series median = new Series();
    final Series p99 = new Series();
    final Series garbage = new Series();
    final Series bytesPerPattern = new Series();

    Subject(TopicIndex index, Corpus corpus, List<String> patterns, List<String> topics)
            throws Throwable {
        this.index = index;
        long before = Gauge.live();
        for (int i = 0; i < patterns.size(); i++) {
            index.add(index.pattern(patterns.get(i)), corpus.subscriber(i));
        }
        bytesPerPattern.add((Gauge.live() - before) / (double) patterns.size());
        this.topics = topics.stream().map(index::topic).toArray();
        this.texts = topics.toArray(String[]::new);
    }

    String name() {
        return index.name();
    }

    /** Matches found per lookup so far. */
    double matchesPerLookup(int lookups) throws Throwable {
        long found = 0;
        for (int i = 0; i < lookups; i++) {
            found += index.match(topics[i % topics.length]);
        }
        return found / (double) lookups;
    }

    /** Looks topics up for some time, then as texts, then some more with a clock at each. */
    void round(long millis, int timed, boolean counts) throws Throwable {
        long garbageBefore = Gauge.allocated();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long lookups = 0;
        long ranBefore = Gauge.ran();
        do {
            for (int i = 0; i < BATCH; i++) {
                matches += index.match(next());
            }
            lookups += BATCH;
        } while (System.nanoTime() < end);
        long ran = Gauge.ran() - ranBefore;
        double allocated = Gauge.allocated() - garbageBefore;
        double texts = texts(millis);
        Histogram times = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        for (int i = 0; i < timed; i++) {
            long before = System.nanoTime();
            matches += index.match(next());
            times.recordValue(System.nanoTime() - before);
        }
        if (counts) {
            perSecond.add(lookups * 1e9 / ran);
            textsPerSecond.add(texts);
            garbage.add(Math.floor(allocated / lookups));
            median.add(times.getValueAtPercentile(50) / 1e3);
            p99.add(times.getValueAtPercentile(99) / 1e3);
        }
    }

    /** Lookups per second if each begins with the text of the topic. */
    private double texts(long millis) throws Throwable {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long lookups = 0;
        long ranBefore = Gauge.ran();
        do {
            for (int i = 0; i < BATCH; i++) {
                at = at + 1 == texts.length ? 0 : at + 1;
                matches += index.match(index.topic(texts[at]));
            }
            lookups += BATCH;
        } while (System.nanoTime() < end);
        return lookups * 1e9 / (Gauge.ran() - ranBefore);
    }

    private Object next() {
        at = at + 1 == topics.length ? 0 : at + 1;
        return topics[at];
    }
}
