package io.mpreg.bench.redeploy;

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
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deploys the EAR again and again on a running server, with the sample beside it, and counts after
 * each time: threads, class loaders that hold MPREG, open files. A client stays connected, and
 * calls a function before and after.
 */
public final class RedeployWorkload implements Workload {

    private static final int PORT = 9280;
    private static final String WITNESS = "io.mpreg.engine.node.LocalNode";

    /** The node's own, and those of the last nodes, which servers let go of somewhat later. */
    private static final int MOST_LOADERS = 4;

    /** How long a client waits for the node to be back. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Servers servers;

    public RedeployWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        int times = options.number("times", options.flags().contains("--quick") ? 3 : 20);
        Path folder = servers.folder("redeploy");
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "redeploy",
                                "a",
                                Servers.freePort(PORT),
                                folder,
                                folder.resolve("data"),
                                Map.of(),
                                Set.of(Application.MPREG)));
        Series threads = new Series();
        Series loaders = new Series();
        Series files = new Series();
        List<String> namesOfFirst = new ArrayList<>();
        Diagnostics diagnostics = new Diagnostics(node.pid());
        try (RemoteMpregClient client =
                MpregClients.connect(
                        RemoteOptions.to(node.spec().webSocket()).patience(PATIENCE))) {
            for (int time = 1; time <= times; time++) {
                client.rpc().call("mpreg.echo", time);
                servers.redeploy(node);
                client.rpc().call("mpreg.echo", time);
                threads.add(diagnostics.threads());
                loaders.add(diagnostics.copiesOf(WITNESS));
                files.add(diagnostics.openFiles());
                if (time == 1) {
                    namesOfFirst.addAll(diagnostics.threadNames());
                }
                lines.progress(
                        "redeployment "
                                + time
                                + " of "
                                + times
                                + ": threads "
                                + (long) threads.last()
                                + ", class loaders "
                                + (long) loaders.last()
                                + ", open files "
                                + (long) files.last());
            }
            sayWhatIsNew(lines, namesOfFirst, diagnostics.threadNames());
        } finally {
            servers.stop(node);
        }
        Map<String, Object> settings = Map.of("on", product.label(), "times", times);
        lines.result("threads", threads, settings);
        lines.result("class_loaders", loaders, settings);
        lines.result("open_files", files, settings);
        if (loaders.last() > MOST_LOADERS) {
            throw new IOException(
                    "class loaders of stopped nodes are still held: " + (long) loaders.last());
        }
    }

    private static void sayWhatIsNew(Lines lines, List<String> before, List<String> after) {
        List<String> fresh = new ArrayList<>(after);
        before.forEach(fresh::remove);
        lines.progress("threads that the first redeployment did not have: " + fresh);
    }
}
