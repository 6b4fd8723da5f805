package io.mpreg.bench.rpc;

import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.peer.NatsServer;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls of a function that another connection provides, over WebSocket: how long one takes, and how
 * many many callers make.
 */
public final class CallWorkload implements Workload {

    private static final int PORT = 9280;
    private static final String NATS = "nats";
    private static final String FUNCTION = "bench.echo";
    private static final double LATENCY_TARGET = 1.0;
    private static final double THROUGHPUT_TARGET = 1.5;

    private final Servers servers;

    public CallWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        Product product =
                Product.valueOf(
                        options.settings().getOrDefault("on", "liberty").toUpperCase(Locale.ROOT));
        Optional<Path> nats = options.measures(NATS) ? NatsServer.binary() : Optional.empty();
        lines.progress("starting " + product.label());
        Path folder = servers.folder("rpc");
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "rpc",
                                "a",
                                Servers.freePort(PORT),
                                folder,
                                folder.resolve("data"),
                                Map.of(),
                                Set.of(Application.MPREG)));
        try {
            if (nats.isPresent()) {
                try (NatsServer server = NatsServer.start(nats.get())) {
                    measure(options, lines, node, server);
                }
            } else {
                measure(options, lines, node, null);
            }
        } finally {
            servers.stop(node);
        }
        if (options.measures(NATS) && nats.isEmpty()) {
            lines.skipped(NATS, "not installed");
        }
        for (String other : List.of("vertx", "rabbitmq")) {
            if (options.measures(other)) {
                lines.skipped(other, "not installed");
            }
        }
    }

    private void measure(Options options, Lines lines, RunningNode node, NatsServer nats)
            throws Exception {
        int bytes = options.number("bytes", 128);
        // A text in JSON has two quotes around it.
        String text = "x".repeat(Math.max(0, bytes - 2));
        byte[] raw = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        List<Subject> subjects = new ArrayList<>();
        try (RemoteMpregClient provider = connect(node, "provider");
                RemoteMpregClient caller = connect(node, "caller")) {
            provider.rpc()
                    .register(
                            FunctionSpec.named(FUNCTION).concurrency(1000),
                            call -> call.args().get(0));
            subjects.add(new Subject("mpreg", () -> caller.rpc().callAsync(FUNCTION, text)));
            if (nats == null) {
                rounds(options, lines, subjects);
            } else {
                try (Connection answering = Nats.connect(nats.url());
                        Connection asking = Nats.connect(nats.url())) {
                    Dispatcher echo =
                            answering.createDispatcher(
                                    m -> answering.publish(m.getReplyTo(), m.getData()));
                    echo.subscribe(FUNCTION);
                    answering.flush(java.time.Duration.ofSeconds(5));
                    subjects.add(new Subject(NATS, () -> asking.request(FUNCTION, raw)));
                    rounds(options, lines, subjects);
                }
            }
        }
        print(options, lines, bytes, subjects);
    }

    private static RemoteMpregClient connect(RunningNode node, String application) {
        return MpregClients.connect(
                RemoteOptions.to(node.spec().webSocket()).application(application));
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
        settings.put("callers", options.number("callers", 64));
        Subject mpreg = subjects.get(0);
        lines.result("latency_p50_us", mpreg.latency(), settings);
        lines.result("calls_per_s", mpreg.throughput(), settings);
        for (Subject peer : subjects.subList(1, subjects.size())) {
            lines.peer(peer.name(), "latency_p50_us", peer.latency(), settings);
            lines.peer(peer.name(), "calls_per_s", peer.throughput(), settings);
            lines.ratio(
                    "latency_p50_us", peer.name(), mpreg.latency(), peer.latency(), LATENCY_TARGET);
            lines.ratio(
                    "calls_per_s",
                    peer.name(),
                    mpreg.throughput(),
                    peer.throughput(),
                    THROUGHPUT_TARGET);
        }
    }
}
