package io.mpreg.bench.rpc;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls of a function that another connection provides, over WebSocket: how long one takes, and how
 * many many callers make.
 */
public final class CallWorkload implements Workload {

    private static final int PORT = 9280;
    private static final double LATENCY_TARGET = 1.0;
    private static final Map<String, Double> THROUGHPUT_TARGETS = Map.of("nats", 1.5);

    private final Servers servers;
    private final Path root;

    public CallWorkload(Path root) {
        this.root = root;
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        int bytes = options.number("bytes", 128);
        lines.progress("starting " + product.label());
        String streams = options.settings().getOrDefault("streams", "true");
        RunningNode node = start(product, streams);
        try (Lineup lineup = new Lineup(options, lines, bytes)) {
            lineup.mpreg(node.spec().webSocket());
            lineup.nats();
            lineup.vertx(root);
            lineup.rabbitMq(root, servers.fresh("rabbitmq"));
            rounds(options, lines, lineup.subjects());
            print(options, lines, bytes, lineup.subjects());
        } finally {
            servers.stop(node);
        }
    }

    private RunningNode start(Product product, String streams) throws Exception {
        Path folder = servers.folder("rpc");
        return servers.start(
                new NodeSpec(
                        product,
                        "rpc",
                        "a",
                        Servers.freePort(PORT),
                        folder,
                        folder.resolve("data"),
                        Map.of("mpreg.transport.streams", streams),
                        Set.of(Application.MPREG)));
    }

    private static void rounds(Options options, Lines lines, List<Subject> subjects)
            throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 3 : 5);
        int calls = options.number("calls", quick ? 1000 : 5000);
        int seconds = options.number("seconds", quick ? 1 : 5);
        int callers = options.number("callers", 64);
        lines.progress("warming up");
        for (Subject subject : subjects) {
            Callers.latency(subject.callee(), calls);
            Callers.throughput(subject.callee(), callers, quick ? 2 : 10);
        }
        for (int round = 1; round <= rounds; round++) {
            lines.progress("round " + round + " of " + rounds);
            for (Subject subject : subjects) {
                subject.latency().add(Callers.latency(subject.callee(), calls));
                subject.throughput().add(Callers.throughput(subject.callee(), callers, seconds));
            }
        }
    }

    private static void print(Options options, Lines lines, int bytes, List<Subject> subjects) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", options.settings().getOrDefault("on", "liberty"));
        settings.put("bytes", bytes);
        settings.put("streams", options.settings().getOrDefault("streams", "true"));
        settings.put("callers", options.number("callers", 64));
        Subject mpreg = subjects.get(0);
        lines.result("latency_p50_us", mpreg.latency(), settings);
        lines.result("calls_per_s", mpreg.throughput(), settings);
        for (Subject peer : subjects.subList(1, subjects.size())) {
            Map<String, Object> all = new LinkedHashMap<>(settings);
            all.remove("on");
            all.putAll(peer.settings());
            lines.peer(peer.name(), "latency_p50_us", peer.latency(), all);
            lines.peer(peer.name(), "calls_per_s", peer.throughput(), all);
            lines.ratio(
                    "latency_p50_us", peer.name(), mpreg.latency(), peer.latency(), LATENCY_TARGET);
            lines.ratio(
                    "calls_per_s",
                    peer.name(),
                    mpreg.throughput(),
                    peer.throughput(),
                    THROUGHPUT_TARGETS.getOrDefault(peer.name(), 1.0));
        }
    }
}
