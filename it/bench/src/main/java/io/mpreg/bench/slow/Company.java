package io.mpreg.bench.slow;

import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Diagnostics;
import io.mpreg.bench.server.RunningNode;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Those beside the subscriber whose messages are timed, and what it was like beside them.
 *
 * <p><b>Threads.</b> Belongs to the thread that measures.
 */
final class Company {

    private static final double MIB = 1 << 20;
    private static final double HIGH = 0.99;
    private static final double NANOS_PER_MICRO = 1_000;

    private final String name;
    private final int count;
    private final boolean deaf;
    private final Series high = new Series();
    private final Series heap = new Series();
    private final Series processor = new Series();
    private final Series collecting = new Series();
    private int cutOff;

    /**
     * @param name how the results call it
     * @param count how many there are
     * @param deaf whether they read nothing
     */
    Company(String name, int count, boolean deaf) {
        this.name = name;
        this.count = count;
        this.deaf = deaf;
    }

    /** Measures one round; returns how many messages did not come. */
    int round(RunningNode node, Healthy healthy, int messages, int rate) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        List<RawSubscriber> others = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            others.add(new RawSubscriber(http, node.spec().webSocket(), Healthy.TOPICS, deaf));
        }
        Thread returning = new Thread(() -> keepComing(others), name);
        returning.start();
        try {
            return measure(new Diagnostics(node.pid()), healthy, messages, rate);
        } finally {
            returning.interrupt();
            returning.join();
            for (RawSubscriber each : others) {
                cutOff += each.cutOff();
                each.close();
            }
        }
    }

    private int measure(Diagnostics process, Healthy healthy, int messages, int rate)
            throws Exception {
        long busy = process.processorNanos();
        double paused = process.pausedMillis();
        int lost = healthy.send(messages, rate);
        processor.add((process.processorNanos() - busy) / NANOS_PER_MICRO / messages);
        collecting.add((process.pausedMillis() - paused) * rate / messages);
        high.add(healthy.percentileMs(HIGH));
        heap.add(process.liveHeapBytes() / MIB);
        return lost;
    }

    private static void keepComing(List<RawSubscriber> others) {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                others.forEach(RawSubscriber::comeBack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often the node has cut one of them off. */
    int cutOff() {
        return cutOff;
    }

    void report(Lines lines, Map<String, Object> settings) {
        lines.result("p99_" + name + "_ms", high, settings);
        lines.result("node_processor_us_per_message_" + name, processor, settings);
        lines.result("node_paused_ms_per_s_" + name, collecting, settings);
        lines.result("heap_" + name + "_mib", heap, settings);
    }
}
