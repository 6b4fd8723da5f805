package io.mpreg.bench.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.queue.EngineNode;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Servers;
import io.mpreg.engine.monitor.Level;
import io.mpreg.engine.monitor.MonitorSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What it costs to record everything: pub/sub and a durable queue in this process, on one node that
 * records everything and one that records nothing, by turns. Besides messages a second there are
 * messages for a second of processor time of the whole process, which others on the machine disturb
 * less.
 */
public final class MonitorCostWorkload implements Workload {

    private static final String OFF = "monitor-off";
    private static final double TARGET = 0.9;

    private final Path root;

    public MonitorCostWorkload(Path root) {
        this.root = root;
    }

    /** Messages through one node, of one sort. */
    interface Flow {

        /** Brings messages from a sender to a receiver, and returns when all have arrived. */
        void run(int messages) throws InterruptedException;
    }

    private record Contest(String name, int messages, Flow on, Flow off) {}

    /** Messages a second, by the clock and by the processor. */
    private record Rates(Series clock, Series processor) {

        static Rates none() {
            return new Rates(new Series(), new Series());
        }

        void measure(Flow flow, int messages) throws InterruptedException {
            long cpu = processorNanos();
            long begun = System.nanoTime();
            flow.run(messages);
            clock.add(messages * 1e9 / (System.nanoTime() - begun));
            processor.add(messages * 1e9 / Math.max(1, processorNanos() - cpu));
        }

        private static long processorNanos() {
            return ((com.sun.management.OperatingSystemMXBean)
                            ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 7 : 15);
        int published = options.number("messages", quick ? 500_000 : 2_000_000);
        int sent = options.number("queued", quick ? 50_000 : 200_000);
        int bytes = options.number("bytes", 128);
        int queuedBytes = options.number("queued-bytes", 1024);
        Path folder = new Servers(root).fresh("monitor-cost");
        try (EngineNode on = new EngineNode(folder.resolve("on"), MonitorSettings.defaults());
                EngineNode off = new EngineNode(folder.resolve("off"), nothing());
                PubSubFlow heard = new PubSubFlow(on, bytes);
                PubSubFlow unheard = new PubSubFlow(off, bytes);
                QueueFlow kept = new QueueFlow(on, queuedBytes);
                QueueFlow unkept = new QueueFlow(off, queuedBytes)) {
            contest(lines, rounds, new Contest("pubsub-invm", published, heard, unheard), bytes);
            contest(lines, rounds, new Contest("queue-invm", sent, kept, unkept), queuedBytes);
        }
    }

    private static MonitorSettings nothing() {
        MonitorSettings settings = MonitorSettings.defaults();
        for (MpregSystem system : MpregSystem.values()) {
            settings = settings.level(system, Level.OFF);
        }
        return settings;
    }

    private static void contest(Lines lines, int rounds, Contest contest, int bytes)
            throws InterruptedException {
        Rates on = Rates.none();
        Rates off = Rates.none();
        int warmUps = 3;
        for (int round = 1 - warmUps; round <= rounds; round++) {
            if (round == 1) {
                on = Rates.none();
                off = Rates.none();
            }
            // Who comes second finds a warmer machine, so they take turns at that too.
            if (round % 2 == 0) {
                on.measure(contest.on, contest.messages);
                off.measure(contest.off, contest.messages);
            } else {
                off.measure(contest.off, contest.messages);
                on.measure(contest.on, contest.messages);
            }
            lines.progress(
                    "%s, %s: on %,.0f/s, off %,.0f/s"
                            .formatted(
                                    contest.name,
                                    round < 1 ? "warming up" : "round " + round + " of " + rounds,
                                    on.clock.last(),
                                    off.clock.last()));
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("way", contest.name);
        settings.put("bytes", bytes);
        settings.put("messages", contest.messages);
        print(lines, "messages_per_s", on.clock, off.clock, settings);
        print(lines, "messages_per_cpu_s", on.processor, off.processor, settings);
    }

    private static void print(
            Lines lines, String metric, Series on, Series off, Map<String, Object> settings) {
        lines.result(metric, on, settings);
        lines.peer(OFF, metric, off, settings);
        lines.ratio(metric, OFF, on, off, TARGET, settings);
    }
}
