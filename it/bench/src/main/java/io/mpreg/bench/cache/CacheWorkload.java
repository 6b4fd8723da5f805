package io.mpreg.bench.cache;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.peer.PeerLibrary;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes of a region in INVALIDATION mode on one node, beside bare Caffeine, a near cache
 * of Hazelcast and Redis, on one thread: 95 % reads and 5 % writes of keys by Zipf's law, half of
 * which fit.
 */
public final class CacheWorkload implements Workload {

    private static final String METRIC = "operations_per_s";
    private static final double CAFFEINE_TARGET = 0.6;

    private final Path root;

    public CacheWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int keys = options.number("keys", 100_000);
        int operations = options.number("operations", quick ? 1_000_000 : 4_000_000);
        int rounds = options.number("rounds", quick ? 5 : 9);
        Access access = Access.zipf(keys, operations);
        Map<String, Subject> subjects = new LinkedHashMap<>();
        try {
            subjects.put("mpreg", new RegionSubject(keys / 2));
            peers(options, lines, keys / 2, subjects);
            Map<String, Series> results = rounds(access, rounds, quick, subjects, lines);
            report(results, keys, operations, lines);
        } finally {
            for (Subject subject : subjects.values()) {
                subject.close();
            }
        }
    }

    private void peers(Options options, Lines lines, int capacity, Map<String, Subject> subjects)
            throws Exception {
        if (options.measures("caffeine")) {
            subjects.put("caffeine", new BareCaffeine(capacity));
        }
        if (options.measures("hazelcast")) {
            Optional<ClassLoader> library = new PeerLibrary(root, "hazelcast").load();
            if (library.isPresent()) {
                subjects.put("hazelcast", new HazelcastSubject(library.get(), capacity));
            } else {
                lines.skipped("hazelcast", "its jars cannot be fetched");
            }
        }
        if (options.measures("redis")) {
            Optional<Path> binary = RedisSubject.binary();
            if (binary.isPresent()) {
                subjects.put("redis", new RedisSubject(binary.get()));
            } else {
                lines.skipped("redis", "not installed");
            }
        }
    }

    private static Map<String, Series> rounds(
            Access access, int rounds, boolean quick, Map<String, Subject> subjects, Lines lines)
            throws Exception {
        Map<String, Series> results = new LinkedHashMap<>();
        int warmUps = quick ? 3 : 5;
        for (int round = 1 - warmUps; round <= rounds; round++) {
            StringBuilder progress = new StringBuilder();
            for (Map.Entry<String, Subject> subject : subjects.entrySet()) {
                // Redis needs a hundred times as long for an operation.
                int share = subject.getKey().equals("redis") ? 10 : 1;
                int end = access.operations() / share;
                long start = System.nanoTime();
                long found = subject.getValue().run(access, 0, end);
                double rate = end * 1e9 / (System.nanoTime() - start);
                progress.append(
                        ", %s %,.0f/s (%.0f %% found)"
                                .formatted(
                                        subject.getKey(),
                                        rate,
                                        found * 100.0 / (end - end / Access.WRITE_EVERY)));
                if (round > 0) {
                    results.computeIfAbsent(subject.getKey(), name -> new Series()).add(rate);
                }
            }
            lines.progress((round > 0 ? "round " + round : "warming up") + progress);
        }
        return results;
    }

    private static void report(Map<String, Series> results, int keys, int operations, Lines lines) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("keys", keys);
        settings.put("capacity", keys / 2);
        settings.put("operations", operations);
        settings.put("readShare", 0.95);
        settings.put("threads", 1);
        Series mpreg = results.get("mpreg");
        lines.result(METRIC, mpreg, settings);
        results.forEach(
                (peer, series) -> {
                    if (series != mpreg) {
                        lines.peer(peer, METRIC, series, settings);
                        lines.ratio(
                                METRIC,
                                peer,
                                mpreg,
                                series,
                                peer.equals("caffeine") ? CAFFEINE_TARGET : 1.0);
                    }
                });
    }
}
