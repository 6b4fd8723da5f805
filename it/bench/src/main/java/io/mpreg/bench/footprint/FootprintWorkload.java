package io.mpreg.bench.footprint;

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
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node costs before it does anything: time to be ready and live heap, both beyond those of
 * the same server without it; live heap of an idle client and of an idle subscription.
 */
public final class FootprintWorkload implements Workload {

    private static final int PORT = 9180;
    private static final double MIB = 1 << 20;

    private final Servers servers;

    private final Series ready = new Series();
    private final Series heap = new Series();
    private final Series perClient = new Series();
    private final Series perSubscription = new Series();

    public FootprintWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 1 : 5);
        int clients = options.number("clients", quick ? 200 : 500);
        int subscriptions = options.number("subscriptions", 100);
        Product product =
                Product.valueOf(
                        options.settings()
                                .getOrDefault("on", "liberty")
                                .toUpperCase(java.util.Locale.ROOT));
        if (!quick) {
            lines.progress("warming up: one start of each kind");
            servers.stop(start(product, Set.of()));
            servers.stop(start(product, Set.of(Application.MPREG)));
        }
        for (int round = 1; round <= rounds; round++) {
            lines.progress("round " + round + " of " + rounds);
            round(product, clients, subscriptions);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", product.label());
        settings.put("clients", clients);
        settings.put("subscriptionsPerClient", subscriptions);
        settings.put("warm", !quick);
        lines.result("ready_after_bare_s", ready, settings);
        lines.result("heap_above_bare_mib", heap, settings);
        lines.result("heap_per_idle_client_bytes", perClient, settings);
        lines.result("heap_per_idle_subscription_bytes", perSubscription, settings);
    }

    private void round(Product product, int clients, int subscriptions)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        RunningNode bare = start(product, Set.of());
        double bareReady = secondsSince(begun);
        long bareHeap = new Diagnostics(bare.pid()).liveHeapBytes();
        servers.stop(bare);

        begun = System.nanoTime();
        RunningNode node = start(product, Set.of(Application.MPREG));
        ready.add(secondsSince(begun) - bareReady);
        try {
            long empty = new Diagnostics(node.pid()).liveHeapBytes();
            heap.add((empty - bareHeap) / MIB);
            idle(node, clients, subscriptions);
        } finally {
            servers.stop(node);
        }
    }

    private void idle(RunningNode node, int clients, int subscriptions)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        List<IdleClient> open = new ArrayList<>();
        // One client is there before counting begins, so that only the others count.
        open.add(new IdleClient(http, node.spec().webSocket()));
        long before = new Diagnostics(node.pid()).liveHeapBytes();
        for (int i = 0; i < clients; i++) {
            open.add(new IdleClient(http, node.spec().webSocket()));
        }
        long connected = new Diagnostics(node.pid()).liveHeapBytes();
        perClient.add((connected - before) / (double) clients);

        int subscribers = Math.min(clients, 100);
        for (int c = 0; c < subscribers; c++) {
            for (int s = 0; s < subscriptions; s++) {
                open.get(c)
                        .ask(
                                "{\"op\":\"subscribe\",\"id\":\"s"
                                        + s
                                        + "\",\"patterns\":[\"idle.c"
                                        + c
                                        + ".s"
                                        + s
                                        + ".*\"]}");
            }
        }
        long subscribed = new Diagnostics(node.pid()).liveHeapBytes();
        perSubscription.add((subscribed - connected) / (double) (subscribers * subscriptions));
        open.forEach(IdleClient::close);
    }

    private RunningNode start(Product product, Set<Application> applications)
            throws IOException, InterruptedException {
        Path folder = servers.folder("footprint");
        return servers.start(
                new NodeSpec(
                        product,
                        "footprint",
                        "a",
                        Servers.freePort(PORT),
                        folder,
                        folder.resolve("data"),
                        Map.of(),
                        applications));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
