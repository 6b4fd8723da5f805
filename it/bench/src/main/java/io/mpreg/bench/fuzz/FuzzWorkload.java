package io.mpreg.bench.fuzz;

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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Malformed frames by the million on a running server: whether it goes on, whether its log stays
 * free of failures, what a client that does everything right notices, and what is left afterwards.
 */
public final class FuzzWorkload implements Workload {

    private static final int PORT = 9380;
    private static final double MIB = 1 << 20;
    private static final long QUICK_S = 25;
    private static final int SHOWN = 5;

    private final Servers servers;

    public FuzzWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        Product product =
                Product.valueOf(
                        options.settings().getOrDefault("on", "liberty").toUpperCase(Locale.ROOT));
        int frames = options.number("frames", quick ? Integer.MAX_VALUE : 10_000_000);
        int warmUp = options.number("warm-up", quick ? 1_000_000 : 3_000_000);
        int connections = options.number("connections", 16);
        int seed = options.number("seed", 1);
        Path folder = servers.folder("fuzz-" + product.label());
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "fuzz",
                                "a",
                                Servers.freePort(PORT),
                                folder,
                                folder.resolve("data"),
                                Map.of(),
                                Set.of(Application.MPREG)));
        try (Bystander bystander = new Bystander(node.spec().webSocket())) {
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("on", product.label());
            settings.put("connections", connections);
            settings.put("seed", seed);
            attack(node, bystander, new Frames(frames, warmUp), connections, seed, lines, settings);
        } finally {
            servers.stop(node);
        }
    }

    private static void attack(
            RunningNode node,
            Bystander bystander,
            Frames frames,
            int connections,
            int seed,
            Lines lines,
            Map<String, Object> settings)
            throws Exception {
        boolean quick = frames.all() == Integer.MAX_VALUE;
        Diagnostics server = new Diagnostics(node.pid());
        lines.progress("warming up, then alone, then under attack");
        // The first attack loads classes and fills caches and rings, which stay.
        Raid raid = new Raid(node.spec().port(), connections, bystander);
        raid.run(frames.warmUp(), false, -seed, 60);
        long heapBefore = server.liveHeapBytes();
        long threadsBefore = server.threads();
        bystander.clear();
        long aloneUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(quick ? 5 : 20);
        while (System.nanoTime() < aloneUntil) {
            bystander.round();
        }
        report(lines, "bystander_alone_p99_ms", bystander.percentileMs(0.99), settings);
        int wrong = bystander.wrong();
        long sessionsBefore = bystander.sessions();
        // What is due to the load, and not to what is wrong with it.
        bystander.clear();
        raid.run(Long.MAX_VALUE, true, seed, quick ? 5 : 20);
        report(lines, "bystander_beside_valid_p99_ms", bystander.percentileMs(0.99), settings);
        wrong += bystander.wrong();
        TimeUnit.SECONDS.sleep(2);
        bystander.clear();

        long taken = bystander.framesIn();
        long malformed = bystander.malformedFrames();
        long begun = System.nanoTime();
        Raid.Toll toll =
                raid.run(frames.all(), false, seed, quick ? QUICK_S : TimeUnit.HOURS.toSeconds(4));
        double seconds = (System.nanoTime() - begun) / 1e9;

        report(lines, "frames_sent", toll.sent(), settings);
        report(lines, "frames_that_reached_sessions", bystander.framesIn() - taken, settings);
        report(lines, "frames_malformed", bystander.malformedFrames() - malformed, settings);
        report(lines, "frames_per_s", toll.sent() / seconds, settings);
        toll.closes()
                .forEach(
                        (code, count) ->
                                report(lines, "closed_" + name(code), count.get(), settings));
        report(lines, "bystander_operations", bystander.operations(), settings);
        report(lines, "bystander_wrong", wrong + bystander.wrong(), settings);
        report(lines, "bystander_p99_ms", bystander.percentileMs(0.99), settings);
        // Threads that were needed go when they have been idle for a while.
        TimeUnit.SECONDS.sleep(quick ? 5 : 90);
        report(lines, "heap_before_mib", heapBefore / MIB, settings);
        report(lines, "heap_after_mib", server.liveHeapBytes() / MIB, settings);
        report(lines, "threads_before", threadsBefore, settings);
        report(lines, "threads_after", server.threads(), settings);
        report(lines, "sessions_before", sessionsBefore, settings);
        report(lines, "sessions_after", bystander.sessions(), settings);
        List<String> troubles = new ServerLogs(node.spec()).troubles();
        troubles.stream().limit(SHOWN).forEach(line -> lines.progress("in the log: " + line));
        long container = troubles.stream().filter(ServerLogs::isOfContainer).count();
        report(lines, "failures_in_the_log", troubles.size() - container, settings);
        report(lines, "broken_connections_recorded_by_container", container, settings);
        if (troubles.size() > container
                || wrong + bystander.wrong() > 0
                || bystander.sessions() > sessionsBefore) {
            throw new IllegalStateException("the node has not come through that unharmed");
        }
    }

    private static String name(int code) {
        return switch (code) {
            case Attacker.CUT -> "by_client";
            case Attacker.REFUSED -> "handshake_refused";
            case RawSocket.NEVER -> "never";
            default -> Integer.toString(code);
        };
    }

    private static void report(
            Lines lines, String metric, double value, Map<String, Object> settings) {
        Series series = new Series();
        series.add(value);
        lines.result(metric, series, settings);
    }

    /**
     * How many frames.
     *
     * @param all that are measured
     * @param warmUp that come before, of another seed
     */
    private record Frames(long all, long warmUp) {}
}
