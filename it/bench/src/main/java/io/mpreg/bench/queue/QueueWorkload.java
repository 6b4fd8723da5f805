package io.mpreg.bench.queue;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.server.Product;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Durable messages from one producer to one consumer that acknowledges each: within a process and
 * over connections.
 */
public final class QueueWorkload implements Workload {

    private final Path root;

    public QueueWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        String ways = options.settings().getOrDefault("ways", "in-vm,socket");
        boolean inVm = ways.contains(Contender.IN_VM);
        boolean socket = ways.contains(Contender.SOCKET);
        int bytes = options.number("bytes", 1024);
        int inFlight = options.number("in-flight", 512);
        try (Line line = new Line(root, options, lines, bytes, inFlight)) {
            if (inVm) {
                line.node();
            }
            if (socket) {
                line.server(product);
            }
            if (options.measures("artemis")) {
                line.artemis(inVm, socket);
            }
            if (socket && options.measures("nats")) {
                line.jetStream();
            }
            if (socket && options.measures("rabbitmq")) {
                line.rabbitMq();
            }
            int rounds = options.number("rounds", 5);
            double warmUp = options.number("warm-up", quick ? 2 : 10);
            double seconds = options.number("seconds", quick ? 1 : 5);
            rounds(lines, line.contenders(), warmUp, seconds, rounds);
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("bytes", bytes);
            settings.put("inFlight", inFlight);
            settings.put("on", product.label());
            print(lines, line.contenders(), settings);
        }
    }

    private static void rounds(
            Lines lines, List<Contender> contenders, double warmUp, double seconds, int rounds)
            throws Exception {
        lines.progress("warming up");
        for (Contender contender : contenders) {
            contender.stream().run(warmUp);
        }
        for (int round = 1; round <= rounds; round++) {
            StringBuilder said = new StringBuilder("round " + round + " of " + rounds);
            for (Contender one : contenders) {
                one.rates().add(one.stream().run(seconds));
                said.append(", ").append(one.name()).append(' ').append(one.way()).append(' ');
                said.append(Math.round(one.rates().last()));
            }
            lines.progress(said.toString());
        }
    }

    private static void print(
            Lines lines, List<Contender> contenders, Map<String, Object> settings) {
        for (Contender one : contenders) {
            Map<String, Object> all = new LinkedHashMap<>(settings);
            all.put("way", one.way());
            all.put("guarantee", one.guarantee());
            if (one.isMpreg()) {
                lines.result("messages_per_s", one.rates(), all);
            } else {
                lines.peer(one.name(), "messages_per_s", one.rates(), all);
            }
        }
        for (Contender mpreg : contenders.stream().filter(Contender::isMpreg).toList()) {
            for (Contender peer : contenders) {
                if (!peer.isMpreg() && peer.way().equals(mpreg.way())) {
                    lines.ratio(
                            "messages_per_s",
                            peer.name(),
                            mpreg.rates(),
                            peer.rates(),
                            target(peer),
                            Map.of("way", mpreg.way(), "guarantee", peer.guarantee()));
                }
            }
        }
    }

    private static double target(Contender peer) {
        if (peer.name().equals("artemis")) {
            return peer.way().equals(Contender.IN_VM) ? 4 : 2;
        }
        return peer.name().equals("rabbitmq") ? 4 : 1;
    }
}
