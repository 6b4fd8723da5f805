package io.mpreg.bench.slow;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Subscribers that never read beside one that does: an hour of a thousand messages a second, told
 * faster. What the one that reads notices, and what the node's heap holds; without them, with them,
 * and with as many that do read, in turns.
 */
public final class SlowWorkload implements Workload {

    private static final int PORT = 9480;
    private final Servers servers;

    public SlowWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 3 : 6);
        int messages = options.number("messages", quick ? 100_000 : 600_000);
        int rate = options.number("rate", 20_000);
        int deaf = options.number("deaf", 4);
        Product product =
                Product.valueOf(
                        options.settings().getOrDefault("on", "liberty").toUpperCase(Locale.ROOT));
        Path folder = servers.folder("slow-" + product.label());
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "slow",
                                "a",
                                Servers.freePort(PORT),
                                folder,
                                folder.resolve("data"),
                                Map.of(),
                                Set.of(Application.MPREG)));
        List<Company> companies = companies(deaf);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", product.label());
        settings.put("messagesWithDeaf", rounds * messages);
        settings.put("messagesPerSecond", rate);
        settings.put("deaf", deaf);
        int lost = 0;
        int lostWarmingUp;
        int refused;
        long dropped;
        try (Healthy healthy = new Healthy(node.spec().webSocket())) {
            lines.progress("warming up");
            lostWarmingUp = healthy.send(messages, rate);
            // Also what the node does for those who do not read has to be compiled.
            for (Company company : companies(deaf)) {
                lostWarmingUp += company.round(node, healthy, messages / 4, rate);
            }
            for (int round = 1; round <= rounds; round++) {
                lines.progress("round " + round + " of " + rounds);
                for (Company company : companies) {
                    lost += company.round(node, healthy, messages, rate);
                }
            }
            refused = healthy.refused();
            dropped = healthy.dropped();
        } finally {
            servers.stop(node);
        }
        settings.put("cutOff", companies.stream().mapToInt(Company::cutOff).sum());
        companies.forEach(company -> company.report(lines, settings));
        lines.result("missed_by_healthy", once(lost), settings);
        lines.result("missed_warming_up", once(lostWarmingUp), settings);
        lines.result("refused_publications", once(refused), settings);
        lines.result("dropped_for_deaf", once(dropped), settings);
    }

    private static List<Company> companies(int deaf) {
        return List.of(
                new Company("alone", 0, true),
                new Company("beside_deaf", deaf, true),
                new Company("beside_readers", deaf, false));
    }

    private static Series once(double value) {
        Series series = new Series();
        series.add(value);
        return series;
    }
}
