package io.mpreg.bench;

import io.mpreg.bench.cache.CacheWorkload;
import io.mpreg.bench.footprint.FootprintWorkload;
import io.mpreg.bench.fuzz.FuzzWorkload;
import io.mpreg.bench.kill.KillWorkload;
import io.mpreg.bench.monitor.MonitorCostWorkload;
import io.mpreg.bench.pubsub.InVmWorkload;
import io.mpreg.bench.pubsub.SeamWorkload;
import io.mpreg.bench.pubsub.SocketWorkload;
import io.mpreg.bench.queue.DepthWorkload;
import io.mpreg.bench.queue.LatencyWorkload;
import io.mpreg.bench.queue.OverloadWorkload;
import io.mpreg.bench.queue.QueueWorkload;
import io.mpreg.bench.redeploy.RedeployWorkload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.restart.RestartWorkload;
import io.mpreg.bench.router.RouterWorkload;
import io.mpreg.bench.rpc.CallWorkload;
import io.mpreg.bench.rpc.GraphWorkload;
import io.mpreg.bench.slow.SlowWorkload;
import io.mpreg.bench.topics.ChurnWorkload;
import io.mpreg.bench.topics.TopicsWorkload;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code it/bench/bench <workload> [--peers ...] [--quick] [--set key=value ...]}. */
public final class BenchCommand {

    private static final Set<String> PLANNED = Set.of("federation");

    private BenchCommand() {}

    public static void main(String[] args) throws Exception {
        System.exit(run(Path.of(args[0]), List.of(args).subList(1, args.length)));
    }

    private static int run(Path root, List<String> args) throws Exception {
        try {
            Options options = Options.parse(args, Set.of("--peers"), Set.of("--quick"));
            if (options.words().size() != 1) {
                throw new UsageException("exactly one workload is needed");
            }
            String name = options.words().get(0);
            Workload workload = workloads(root).get(name);
            if (workload == null) {
                throw new UsageException(
                        PLANNED.contains(name)
                                ? "workload '" + name + "' is not there yet"
                                : "unknown workload '" + name + "'");
            }
            workload.measure(options, new Lines(System.out, System.err, name));
            return 0;
        } catch (UsageException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(
                    "usage: it/bench/bench <workload> [--peers all|none|name,...] [--quick]"
                            + " [--set key=value ...]");
            System.err.println("workloads: " + String.join(", ", workloads(root).keySet()));
            return 2;
        }
    }

    private static Map<String, Workload> workloads(Path root) {
        Map<String, Workload> workloads = new LinkedHashMap<>();
        workloads.put("footprint", new FootprintWorkload(root));
        workloads.put("fuzz", new FuzzWorkload(root));
        workloads.put("redeploy", new RedeployWorkload(root));
        workloads.put("rpc", new CallWorkload(root));
        workloads.put("rpc-graph", new GraphWorkload());
        workloads.put("topics", new TopicsWorkload(root));
        workloads.put("churn", new ChurnWorkload());
        workloads.put("pubsub", SocketWorkload.pubsub(root));
        workloads.put("pubsub-invm", new InVmWorkload());
        workloads.put("fanout", SocketWorkload.fanout(root));
        workloads.put("replay-seam", new SeamWorkload());
        workloads.put("slow-subscriber", new SlowWorkload(root));
        workloads.put("queue", new QueueWorkload(root));
        workloads.put("queue-latency", new LatencyWorkload(root));
        workloads.put("queue-depth", new DepthWorkload(root));
        workloads.put("overload", new OverloadWorkload(root));
        workloads.put("kill", new KillWorkload(root));
        workloads.put("restart", new RestartWorkload(root));
        workloads.put("router", new RouterWorkload());
        workloads.put("monitor-cost", new MonitorCostWorkload(root));
        workloads.put("cache", new CacheWorkload(root));
        return workloads;
    }
}
