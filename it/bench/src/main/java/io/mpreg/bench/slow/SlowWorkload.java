package io.mpreg.bench.slow;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.Diagnostics;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Subscribers that never read beside one that does: an hour of a thousand messages a second, told
 * faster. What the one that reads notices, and what the node's heap holds; without and with them,
 * in turns.
 */
public final class SlowWorkload implements Workload {

    private static final int PORT = 9480;
    private static final double MIB = 1 << 20;
    private static final double HIGH = 0.99;

    private final Servers servers;
    private final Series alone = new Series();
    private final Series beside = new Series();
    private final Series heapAlone = new Series();
    private final Series heapBeside = new Series();
    private int lost;
    private int cutOff;
    private int refused;
    private long dropped;

    public SlowWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 2 : 6);
        int messages = options.number("messages", quick ? 200_000 : 600_000);
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
        try (Healthy healthy = new Healthy(node.spec().webSocket())) {
            lines.progress("warming up");
            lost += healthy.send(messages, rate);
            for (int round = 1; round <= rounds; round++) {
                lines.progress("round " + round + " of " + rounds);
                lost += healthy.send(messages, rate);
                alone.add(healthy.percentileMs(HIGH));
                heapAlone.add(new Diagnostics(node.pid()).liveHeapBytes() / MIB);
                beside(node, healthy, deaf, messages, rate);
            }
            refused = healthy.refused();
            dropped = healthy.dropped();
        } finally {
            servers.stop(node);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", product.label());
        settings.put("messagesWithDeaf", rounds * messages);
        settings.put("messagesPerSecond", rate);
        settings.put("deaf", deaf);
        settings.put("deafCutOff", cutOff);
        lines.result("p99_alone_ms", alone, settings);
        lines.result("p99_beside_deaf_ms", beside, settings);
        lines.result("heap_alone_mib", heapAlone, settings);
        lines.result("heap_beside_deaf_mib", heapBeside, settings);
        lines.result("missed_by_healthy", once(lost), settings);
        lines.result("refused_publications", once(refused), settings);
        lines.result("dropped_for_deaf", once(dropped), settings);
    }

    private static Series once(double value) {
        Series series = new Series();
        series.add(value);
        return series;
    }

    private void beside(RunningNode node, Healthy healthy, int count, int messages, int rate)
            throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        List<DeafSubscriber> deaf = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            deaf.add(new DeafSubscriber(http, node.spec().webSocket(), Healthy.TOPICS));
        }
        Thread returning = new Thread(() -> keepComing(deaf), "deaf");
        returning.start();
        try {
            lost += healthy.send(messages, rate);
            beside.add(healthy.percentileMs(HIGH));
            heapBeside.add(new Diagnostics(node.pid()).liveHeapBytes() / MIB);
        } finally {
            returning.interrupt();
            returning.join();
            for (DeafSubscriber each : deaf) {
                cutOff += each.cutOff();
                each.close();
            }
        }
    }

    private static void keepComing(List<DeafSubscriber> deaf) {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                deaf.forEach(DeafSubscriber::comeBack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
