package io.mpreg.bench.queue;

import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Diagnostics;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a deep queue costs: heap, the time of a start, and how much slower it is than an empty one.
 */
public final class DepthWorkload implements Workload {

    private static final double MIB = 1 << 20;
    private static final String QUEUE = "deep";
    private static final int IN_FLIGHT = 512;
    private static final int WARM_UP = 3;

    private final Path root;
    private final Series heap = new Series();
    private final Series replay = new Series();
    private final Series empty = new Series();
    private final Series deep = new Series();

    public DepthWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int depth = options.number("depth", quick ? 100_000 : 1_000_000);
        int bytes = options.number("bytes", 1024);
        int rounds = options.number("rounds", 5);
        int messages = options.number("messages", quick ? 50_000 : 300_000);
        Path folder = new Servers(root).fresh("queue-depth").resolve("node");
        EngineNode node = new EngineNode(folder);
        try {
            long before = running(node.queues("bench"), depth, bytes, messages, rounds, lines);
            for (int round = 1; round <= rounds; round++) {
                node.close();
                long begun = System.nanoTime();
                node = new EngineNode(folder);
                replay.add((System.nanoTime() - begun) / 1e9);
                check(node.queues("bench"), depth);
                heap.add((live() - before) / MIB);
                lines.progress("start " + round + " of " + rounds + ": " + replay.last() + " s");
            }
        } finally {
            node.close();
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("depth", depth);
        settings.put("bytes", bytes);
        settings.put("messages", messages);
        lines.result("heap_mib", heap, settings);
        lines.result("replay_s", replay, settings);
        lines.result("empty_messages_per_s", empty, settings);
        lines.result("deep_messages_per_s", deep, settings);
        lines.ratio("messages_per_s", "empty", deep, empty, 0.8, settings);
    }

    /* The queue before its node is started again; returns the live heap without its messages. */
    private long running(
            QueueClient queues, int depth, int bytes, int messages, int rounds, Lines lines)
            throws Exception {
        queues.create(QueueSpec.builder(QUEUE).maxDepth(2 * depth).build());
        lines.progress("warming up");
        throughput(queues, bytes, messages, WARM_UP);
        empty(queues, bytes, messages, rounds, lines);
        long before = live();
        lines.progress("sending " + depth + " messages");
        fill(queues, bytes, depth);
        heap.add((live() - before) / MIB);
        lines.progress(Math.round(heap.last()) + " MiB");
        // What reads messages back from the disk has not run yet.
        throughput(queues, bytes, messages, 1);
        deep(queues, bytes, messages, rounds, lines);
        check(queues, depth);
        return before;
    }

    private void empty(QueueClient queues, int bytes, int messages, int rounds, Lines lines)
            throws Exception {
        for (int round = 1; round <= rounds; round++) {
            empty.add(throughput(queues, bytes, messages, 1));
            lines.progress("empty, round " + round + ": " + Math.round(empty.last()) + "/s");
        }
    }

    private void deep(QueueClient queues, int bytes, int messages, int rounds, Lines lines)
            throws Exception {
        for (int round = 1; round <= rounds; round++) {
            deep.add(throughput(queues, bytes, messages, 1));
            lines.progress("deep, round " + round + ": " + Math.round(deep.last()) + "/s");
        }
    }

    private static double throughput(QueueClient queues, int bytes, int messages, int times)
            throws Exception {
        double last = 0;
        try (EvenBroker broker = new EvenBroker(queues, QUEUE, bytes)) {
            Stream stream = new Stream(broker, broker.acknowledged(), IN_FLIGHT);
            for (int i = 0; i < times; i++) {
                last = stream.run(messages);
            }
        }
        return last;
    }

    private static void fill(QueueClient queues, int bytes, int depth) throws Exception {
        Window window = new Window(IN_FLIGHT);
        QueueMessage message = MpregBroker.message(bytes);
        for (int i = 0; i < depth; i++) {
            window.enter();
            MpregBroker.send(queues, QUEUE, message, window);
        }
        window.empty();
    }

    private static void check(QueueClient queues, long depth) {
        long found = queues.info(QUEUE).orElseThrow().stats().depth();
        if (found != depth) {
            throw new IllegalStateException(
                    found + " messages are there where " + depth + " should");
        }
    }

    private static long live() throws Exception {
        return new Diagnostics(ProcessHandle.current().pid()).liveHeapBytes();
    }
}
