package io.mpreg.bench.pubsub;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.peer.NatsServer;
import io.mpreg.bench.peer.RedisServer;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From one publisher to subscribers over connections, through a server: one subscriber ({@code
 * pubsub}), or many over some connections ({@code fanout}).
 */
public final class SocketWorkload implements Workload {

    private static final int PORT = 9380;
    private static final String NATS = "nats";
    private static final String REDIS = "redis";

    private final Servers servers;
    private final String metric;
    private final int connections;
    private final int each;
    private final double target;

    private SocketWorkload(Path root, String metric, int connections, int each, double target) {
        this.servers = new Servers(root);
        this.metric = metric;
        this.connections = connections;
        this.each = each;
        this.target = target;
    }

    /** From one to one. */
    public static SocketWorkload pubsub(Path root) {
        return new SocketWorkload(root, "messages_per_s", 1, 1, 1.0);
    }

    /** From one to a hundred, over ten connections. */
    public static SocketWorkload fanout(Path root) {
        return new SocketWorkload(root, "deliveries_per_s", 10, 10, 2.0);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        int bytes = options.number("bytes", 128);
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            lines.progress("starting " + product.label());
            RunningNode node = start(product);
            open.push(() -> servers.stop(node));
            List<Contender> contenders = new ArrayList<>();
            String url = node.spec().webSocket();
            contenders.add(
                    contender(
                            "mpreg",
                            options,
                            open,
                            tally -> new MpregCarrier(url, bytes, connections, each, tally)));
            if (options.measures(NATS) && installed(NATS, NatsServer.binary(), lines)) {
                NatsServer server = NatsServer.start(NatsServer.binary().orElseThrow());
                open.push(server);
                contenders.add(
                        contender(
                                NATS,
                                options,
                                open,
                                t -> new NatsCarrier(server.url(), bytes, connections, each, t)));
            }
            if (options.measures(REDIS) && installed(REDIS, RedisServer.binary(), lines)) {
                RedisServer server = RedisServer.start(RedisServer.binary().orElseThrow());
                open.push(server);
                contenders.add(
                        contender(
                                REDIS,
                                options,
                                open,
                                t -> new RedisCarrier(server.port(), bytes, connections, each, t)));
            }
            rounds(options, lines, contenders);
            print(options, lines, product, bytes, contenders);
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    private RunningNode start(Product product) throws Exception {
        Path folder = servers.folder("pubsub");
        return servers.start(
                new NodeSpec(
                        product,
                        "pubsub",
                        "a",
                        Servers.freePort(PORT),
                        folder,
                        folder.resolve("data"),
                        Map.of(),
                        Set.of(Application.MPREG)));
    }

    private Contender contender(
            String name, Options options, Deque<AutoCloseable> open, Making making)
            throws Exception {
        Tally tally = new Tally(connections * each);
        Carrier carrier = making.with(tally);
        open.push(carrier);
        int window = options.number("window", 2048);
        return new Contender(
                name, new Flow(carrier, tally, connections * each, window), new Series());
    }

    private static boolean installed(String peer, java.util.Optional<Path> binary, Lines lines) {
        if (binary.isEmpty()) {
            lines.skipped(peer, "not installed");
        }
        return binary.isPresent();
    }

    private static void rounds(Options options, Lines lines, List<Contender> contenders)
            throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", 5);
        int seconds = options.number("seconds", quick ? 1 : 5);
        lines.progress("warming up");
        for (Contender contender : contenders) {
            contender.flow().run(quick ? 3 : 10);
        }
        for (int round = 1; round <= rounds; round++) {
            StringBuilder said = new StringBuilder("round " + round + " of " + rounds);
            for (Contender contender : contenders) {
                contender.rates().add(contender.flow().run(seconds));
                said.append(", ").append(contender.name()).append(' ');
                said.append(Math.round(contender.rates().last()));
            }
            lines.progress(said.toString());
        }
    }

    private void print(
            Options options, Lines lines, Product product, int bytes, List<Contender> contenders) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", product.label());
        settings.put("bytes", bytes);
        settings.put("subscribers", connections * each);
        settings.put("connections", connections);
        settings.put("window", options.number("window", 2048));
        Contender mpreg = contenders.get(0);
        lines.result(metric, mpreg.rates(), settings);
        for (Contender peer : contenders.subList(1, contenders.size())) {
            lines.peer(peer.name(), metric, peer.rates(), settings);
            lines.ratio(metric, peer.name(), mpreg.rates(), peer.rates(), target);
        }
        for (String other : List.of("artemis", "rabbitmq")) {
            if (options.measures(other)) {
                lines.skipped(other, "not installed");
            }
        }
    }

    /** Makes a carrier that tells a tally what comes. */
    private interface Making {
        Carrier with(Tally tally) throws Exception;
    }
}
