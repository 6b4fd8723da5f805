package io.mpreg.bench.pubsub;

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
 * From one publisher to subscribers over connections, through a server: one subscriber ({@code
 * pubsub}), or many over some connections ({@code fanout}).
 */
public final class SocketWorkload implements Workload {

    private static final int PORT = 9380;

    private final Servers servers;
    private final String metric;
    private final int connections;
    private final int each;
    private final Map<String, Double> targets;
    private final Path root;

    private SocketWorkload(
            Path root, String metric, int connections, int each, Map<String, Double> targets) {
        this.root = root;
        this.servers = new Servers(root);
        this.metric = metric;
        this.connections = connections;
        this.each = each;
        this.targets = targets;
    }

    /** From one to one. */
    public static SocketWorkload pubsub(Path root) {
        return new SocketWorkload(
                root,
                "messages_per_s",
                1,
                1,
                Map.of("nats", 1.0, "artemis", 3.0, "rabbitmq", 10.0));
    }

    /** From one to a hundred, over ten connections. */
    public static SocketWorkload fanout(Path root) {
        return new SocketWorkload(root, "deliveries_per_s", 10, 10, Map.of("nats", 2.0));
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        int bytes = options.number("bytes", 128);
        lines.progress("starting " + product.label());
        String streams = options.settings().getOrDefault("streams", "true");
        RunningNode node = start(product, streams);
        try (Lineup lineup = new Lineup(options, lines, bytes, connections, each)) {
            lineup.mpreg(node.spec().webSocket());
            lineup.nats();
            lineup.redis();
            lineup.artemis(root);
            lineup.rabbitMq(root, servers.fresh("rabbitmq"));
            rounds(options, lines, lineup.contenders());
            print(options, lines, product, bytes, lineup.contenders());
        } finally {
            servers.stop(node);
        }
    }

    private RunningNode start(Product product, String streams) throws Exception {
        Path folder = servers.folder("pubsub");
        return servers.start(
                new NodeSpec(
                        product,
                        "pubsub",
                        "a",
                        Servers.freePort(PORT),
                        folder,
                        folder.resolve("data"),
                        Map.of("mpreg.transport.streams", streams),
                        Set.of(Application.MPREG)));
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
        settings.put("streams", options.settings().getOrDefault("streams", "true"));
        settings.put("subscribers", connections * each);
        settings.put("connections", connections);
        settings.put("window", options.number("window", 2048));
        Contender mpreg = contenders.get(0);
        lines.result(metric, mpreg.rates(), settings);
        for (Contender peer : contenders.subList(1, contenders.size())) {
            Map<String, Object> all = new LinkedHashMap<>(settings);
            all.remove("on");
            all.putAll(peer.settings());
            lines.peer(peer.name(), metric, peer.rates(), all);
            lines.ratio(metric, peer.name(), mpreg.rates(), peer.rates(), target(peer));
        }
    }

    private double target(Contender peer) {
        return targets.getOrDefault(peer.name(), targets.get("nats"));
    }
}
