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
 * which fit. The subjects take turns many times a round, so that whatever else the machine does
 * meets all of them alike. {@code --set monitor=on} has the monitor take note of ours, as a node
 * does unless told otherwise.
 */
public final class CacheWorkload implements Workload {

    private static final String METRIC = "operations_per_s";
    private static final double CAFFEINE_TARGET = 0.6;
    private static final int TURNS = 20;

    private final Path root;

    public CacheWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int keys = options.number("keys", 100_000);
        int operations = options.number("operations", 4_000_000);
        int rounds = options.number("rounds", quick ? 5 : 9);
        boolean monitored = "on".equals(options.settings().get("monitor"));
        Access access = Access.zipf(keys, operations);
        Map<String, Subject> subjects = new LinkedHashMap<>();
        try {
            subjects.put("mpreg", new RegionSubject(keys / 2, monitored));
            peers(options, lines, keys / 2, subjects);
            Map<String, Series> results = rounds(access, rounds, quick, subjects, lines);
            report(results, keys, operations, monitored, lines);
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
            Map<String, Tally> tallies = new LinkedHashMap<>();
            for (int turn = 0; turn < TURNS; turn++) {
                for (Map.Entry<String, Subject> subject : subjects.entrySet()) {
                    String name = subject.getKey();
                    tallies.computeIfAbsent(name, n -> new Tally())
                            .turn(subject.getValue(), access, turn, share(name));
                }
            }
            StringBuilder progress = new StringBuilder();
            for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
                Tally tally = entry.getValue();
                progress.append(
                        ", %s %,.0f/s (%.0f %% found)"
                                .formatted(entry.getKey(), tally.rate(), tally.found()));
                if (round > 0) {
                    results.computeIfAbsent(entry.getKey(), name -> new Series()).add(tally.rate());
                }
            }
            lines.progress((round > 0 ? "round " + round : "warming up") + progress);
        }
        return results;
    }

    /* Those that are behind a socket or a partition need a hundred times as long for an operation. */
    private static int share(String subject) {
        return subject.equals("redis") || subject.equals("hazelcast") ? 10 : 1;
    }

    /** What one subject did in a round. */
    private static final class Tally {

        private long operations;
        private long found;
        private long nanos;

        void turn(Subject subject, Access access, int turn, int share) throws Exception {
            int each = access.operations() / TURNS;
            int from = turn * each;
            int to = from + each / share;
            long start = System.nanoTime();
            found += subject.run(access, from, to);
            nanos += System.nanoTime() - start;
            operations += to - from;
        }

        double rate() {
            return operations * 1e9 / nanos;
        }

        /** How many of the reads found something, in percent. */
        double found() {
            return found * 100.0 / (operations - operations / Access.WRITE_EVERY);
        }
    }

    private static void report(
            Map<String, Series> results, int keys, int operations, boolean monitored, Lines lines) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("keys", keys);
        settings.put("capacity", keys / 2);
        settings.put("operations", operations);
        settings.put("readShare", 0.95);
        settings.put("threads", 1);
        settings.put("monitor", monitored);
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
