package io.mpreg.bench.topics;

import io.mpreg.bench.Options;
import io.mpreg.bench.UsageException;
import io.mpreg.bench.Workload;
import io.mpreg.bench.peer.PeerLibrary;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lookups in a table of many patterns, beside the matchers of other Java brokers. */
public final class TopicsWorkload implements Workload {

    private static final List<String> PEERS = List.of("artemis", "hivemq", "moquette");
    private static final long SEED = 1;
    private static final int SMALL = 10_000;

    private final Path root;

    public TopicsWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        String sizes =
                options.settings()
                        .getOrDefault("patterns", quick ? "100000" : "1000,100000,1000000,2000000");
        List<String> peers = PEERS.stream().filter(options::measures).toList();
        for (String size : sizes.split(",")) {
            try {
                size(Integer.parseInt(size), quick, options, peers, lines);
            } catch (NumberFormatException e) {
                throw new UsageException("--set patterns takes numbers, not '" + size + "'");
            }
        }
    }

    private void size(int count, boolean quick, Options options, List<String> peers, Lines lines)
            throws Exception {
        int words = options.number("words", 100);
        int rounds = options.number("rounds", quick ? 3 : 5);
        int millis = options.number("millis", quick ? 500 : 1000);
        lines.progress(count + " patterns");
        Corpus corpus = new Corpus(SEED, words);
        List<String> patterns = corpus.patterns(count);
        corpus.forget();
        List<String> topics = corpus.topics(patterns, options.number("topics", 200_000));
        try {
            // What its classes need of the heap is not for each pattern.
            TopicIndex first = new MpregIndex();
            first.add(first.pattern("a.*.b.#"), corpus.subscriber(0));
            List<Subject> subjects = new ArrayList<>();
            subjects.add(new Subject(new MpregIndex(), corpus, patterns, topics));
            for (String peer : peers) {
                Optional<TopicIndex> index = index(peer);
                if (index.isPresent()) {
                    lines.progress("filling " + peer);
                    subjects.add(new Subject(index.get(), corpus, patterns, topics));
                } else {
                    lines.skipped(peer, "not installed");
                }
            }
            for (Subject subject : subjects) {
                lines.progress(
                        String.format(
                                "%s finds %.3f subscribers a topic",
                                subject.name(), subject.matchesPerLookup(SMALL)));
            }
            for (int round = 0; round <= rounds; round++) {
                lines.progress(round == 0 ? "warming up" : "round " + round + " of " + rounds);
                for (Subject subject : subjects) {
                    subject.round(millis, quick ? 50_000 : 200_000, round > 0);
                }
            }
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("patterns", count);
            settings.put("words", words);
            settings.put("form", "each subject's own; text_: as text");
            report(subjects, settings, count <= SMALL ? 2 : 4, lines);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(
            List<Subject> subjects, Map<String, Object> settings, double target, Lines lines) {
        Subject mpreg = subjects.get(0);
        for (Subject subject : subjects) {
            Map<String, Series> metrics = new LinkedHashMap<>();
            metrics.put("lookups_per_s", subject.perSecond);
            metrics.put("text_lookups_per_s", subject.textsPerSecond);
            metrics.put("lookup_p50_us", subject.median);
            metrics.put("lookup_p99_us", subject.p99);
            metrics.put("garbage_per_lookup_bytes", subject.garbage);
            metrics.put("heap_per_pattern_bytes", subject.bytesPerPattern);
            metrics.forEach(
                    (metric, series) -> {
                        if (subject == mpreg) {
                            lines.result(metric, series, settings);
                        } else {
                            lines.peer(subject.name(), metric, series, settings);
                        }
                    });
        }
        for (Subject peer : subjects.subList(1, subjects.size())) {
            lines.ratio(
                    "lookups_per_s",
                    peer.name(),
                    mpreg.perSecond,
                    peer.perSecond,
                    target,
                    settings);
            lines.ratio(
                    "text_lookups_per_s",
                    peer.name(),
                    mpreg.textsPerSecond,
                    peer.textsPerSecond,
                    target,
                    settings);
        }
    }

    /** The matcher of a peer; empty if it cannot be had. */
    private Optional<TopicIndex> index(String peer) throws Exception {
        PeerLibrary library = new PeerLibrary(root, peer);
        String adapters = "io.mpreg.bench.topics." + peer;
        Optional<ClassLoader> loader =
                peer.equals("artemis") ? library.load(adapters) : library.load();
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (peer) {
                    case "artemis" ->
                            (TopicIndex)
                                    loader.get()
                                            .loadClass(adapters + ".AddressMapIndex")
                                            .getConstructor()
                                            .newInstance();
                    case "hivemq" -> new HiveMqIndex(loader.get());
                    case "moquette" -> new MoquetteIndex(loader.get());
                    default ->
                            throw new IllegalArgumentException(
                                    Arrays.asList(peer, PEERS).toString());
                });
    }
}
