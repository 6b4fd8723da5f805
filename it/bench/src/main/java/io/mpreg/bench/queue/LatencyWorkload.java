package io.mpreg.bench.queue;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long a durable send takes within a process, beside a bare force of a block on that disk. */
public final class LatencyWorkload implements Workload {

    private static final int ARTEMIS_PORT = 9490;
    private static final double RAW_TARGET = 1.5;
    private static final double ARTEMIS_TARGET = 1.0;

    private final Path root;

    public LatencyWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", 5);
        int sends = options.number("sends", quick ? 1_000 : 5_000);
        int bytes = options.number("bytes", 1024);
        Path folder = new Servers(root).fresh("queue-latency");
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            List<Subject> subjects = new ArrayList<>();
            EngineNode node = new EngineNode(folder.resolve("node"));
            open.push(node);
            subjects.add(
                    new Subject(
                            "mpreg", new MpregBlocking(node.queues("bench"), bytes, 10 * sends)));
            if (options.measures("raw-force")) {
                RawForce raw = new RawForce(folder.resolve("raw"));
                open.push(raw);
                subjects.add(new Subject("raw-force", raw));
            }
            if (options.measures("artemis")) {
                Optional<Brokers> artemis = Brokers.artemis(root);
                if (artemis.isPresent()) {
                    artemis.get()
                            .start(
                                    folder.resolve("artemis"),
                                    Servers.freePort(ARTEMIS_PORT),
                                    RawForce.nanos(folder));
                    open.push(artemis.get());
                    subjects.add(new Subject("artemis", artemis.get().blocking(bytes)));
                } else {
                    lines.skipped("artemis", "not installed");
                }
            }
            rounds(lines, subjects, rounds, sends);
            print(lines, subjects, bytes, sends);
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    private static void rounds(Lines lines, List<Subject> subjects, int rounds, int sends)
            throws Exception {
        lines.progress("warming up");
        for (Subject subject : subjects) {
            subject.round(2 * sends);
        }
        subjects.forEach(Subject::forget);
        for (int round = 1; round <= rounds; round++) {
            StringBuilder said = new StringBuilder("round " + round + " of " + rounds);
            for (Subject subject : subjects) {
                subject.round(sends);
                said.append(", ").append(subject.name).append(' ').append(subject.p50.last());
            }
            lines.progress(said.append(" us").toString());
        }
    }

    private static void print(Lines lines, List<Subject> subjects, int bytes, int sends) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("bytes", bytes);
        settings.put("sends", sends);
        Subject mpreg = subjects.get(0);
        lines.result("latency_p50_us", mpreg.p50, settings);
        lines.result("latency_p99_us", mpreg.p99, settings);
        for (Subject peer : subjects.subList(1, subjects.size())) {
            lines.peer(peer.name, "latency_p50_us", peer.p50, settings);
            lines.peer(peer.name, "latency_p99_us", peer.p99, settings);
            boolean raw = peer.name.equals("raw-force");
            lines.ratio(
                    "latency_p50_us",
                    peer.name,
                    mpreg.p50,
                    peer.p50,
                    raw ? RAW_TARGET : ARTEMIS_TARGET);
        }
    }

    private static final class Subject {
        final String name;
        final Series p50 = new Series();
        final Series p99 = new Series();
        private final Blocking sender;

        Subject(String name, Blocking sender) {
            this.name = name;
            this.sender = sender;
        }

        void round(int sends) throws Exception {
            long[] nanos = new long[sends];
            for (int i = 0; i < sends; i++) {
                long begun = System.nanoTime();
                sender.send();
                nanos[i] = System.nanoTime() - begun;
            }
            sender.clear();
            Arrays.sort(nanos);
            p50.add(nanos[sends / 2] / 1e3);
            p99.add(nanos[sends * 99 / 100] / 1e3);
        }

        void forget() {
            p50.clear();
            p99.clear();
        }
    }
}
