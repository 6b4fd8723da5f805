package io.mpreg.bench.restart;

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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A check: a server is killed while its clients work, and started again over its data; the clients
 * stay. Every subscription, consumer and function must work again by itself, and every message
 * whose sending was confirmed must come.
 */
public final class RestartWorkload implements Workload {

    private static final int PORT = 9480;
    private static final int WORK_MS = 1_500;
    private static final double MILLIS = 1e6;

    private final Servers servers;

    public RestartWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        int rounds = options.number("rounds", options.flags().contains("--quick") ? 2 : 10);
        int seed = options.number("seed", 1);
        Random random = new Random(seed);
        Path folder = servers.fresh("restart");
        NodeSpec spec =
                new NodeSpec(
                        product,
                        "restart",
                        "a",
                        Servers.freePort(PORT),
                        servers.folder("restart-server"),
                        folder.resolve("data"),
                        Map.of(),
                        Set.of(Application.MPREG));
        lines.progress("starting " + product.label());
        RunningNode node = servers.start(spec);
        Series back = new Series();
        try (Survivor survivor = new Survivor(spec.webSocket())) {
            survivor.begin();
            survivor.assertWorks(1);
            for (int round = 1; round <= rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(WORK_MS));
                servers.kill(node);
                servers.stop(node);
                node = servers.start(spec);
                long ready = System.nanoTime();
                survivor.assertWorks(round + 1);
                back.add((System.nanoTime() - ready) / MILLIS);
                lines.progress(
                        "round " + round + " of " + rounds + ": " + survivor.sent() + " sent");
            }
            long lost = survivor.lost();
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("on", product.label());
            settings.put("seed", seed);
            settings.put("kills", rounds);
            settings.put("confirmed", survivor.sent());
            settings.put("sentAgain", survivor.repeated());
            settings.put("deliveredAgain", survivor.again());
            lines.result("confirmed_lost", one(lost), settings);
            lines.result("all_restored_after_ready_ms", back, settings);
            if (lost > 0) {
                throw new IllegalStateException(lost + " messages that were confirmed never came");
            }
        } finally {
            servers.stop(node);
        }
    }

    private static Series one(double value) {
        Series series = new Series();
        series.add(value);
        return series;
    }
}
