package io.mpreg.bench.queue;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Diagnostics;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Producers that offer several times what a durable queue can take, within a process or over
 * connections: what it takes then, how it refuses the rest, and what it keeps in memory meanwhile.
 */
public final class OverloadWorkload implements Workload {

    private static final String QUEUE = "overload";
    private static final double TARGET = 0.8;
    private static final double MIB = 1 << 20;
    private static final int IN_FLIGHT = 512;

    private final Path root;
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Producer> producers = new ArrayList<>();
    private final Series peak = new Series();
    private final Series accepted = new Series();
    private final Series refused = new Series();
    private final Series offered = new Series();
    private final Series advised = new Series();
    private final Series burnt = new Series();
    private final Series heap = new Series();

    public OverloadWorkload(Path root) {
        this.root = root;
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", 5);
        int seconds = options.number("seconds", quick ? 2 : 10);
        int bytes = options.number("bytes", 1024);
        int times = options.number("times", 5);
        String way = options.settings().getOrDefault("way", Contender.IN_VM);
        try (OverloadNode node = node(way, options, lines)) {
            QueueClient queues = node.client("bench");
            List<QueueClient> offering = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                offering.add(node.client("producer"));
            }
            queues.create(QueueSpec.named(QUEUE));
            Consumer consumer = consumer(queues);
            lines.progress("warming up");
            round(queues, offering, bytes, seconds);
            settle(queues);
            forget();
            double before = live(node);
            for (int round = 1; round <= rounds; round++) {
                round(queues, offering, bytes, seconds);
                // What the queue holds now is what it held all the time: its limit.
                heap.add(live(node) - before);
                settle(queues);
                lines.progress(
                        String.format(
                                "round %d of %d: peak %.0f/s, offered %.0f/s, accepted %.0f/s,"
                                        + " refused %.0f/s",
                                round,
                                rounds,
                                peak.last(),
                                offered.last(),
                                accepted.last(),
                                refused.last()));
            }
            consumer.close();
        }
        print(lines, bytes, times, way);
    }

    private void round(QueueClient queues, List<QueueClient> offering, int bytes, int seconds)
            throws Exception {
        peak.add(new Stream(sender(queues, bytes), counted(), IN_FLIGHT).run(seconds * 1.0));
        overload(offering, bytes, seconds);
    }

    /* Lets go of what was measured while warming up. */
    private void forget() {
        for (Series series : List.of(peak, accepted, refused, offered, advised, burnt)) {
            series.clear();
        }
    }

    private OverloadNode node(String way, Options options, Lines lines) throws Exception {
        Servers servers = new Servers(root);
        if (way.equals(Contender.IN_VM)) {
            return OverloadNode.here(servers.fresh("overload").resolve("node"));
        }
        Product product = Product.of(options.settings().getOrDefault("on", "liberty"));
        lines.progress("starting " + product.label());
        return OverloadNode.on(product, servers);
    }

    private Consumer consumer(QueueClient queues) {
        return queues.<Payload>consume(
                ConsumerSpec.of(QUEUE).prefetch(1024),
                Payload.class,
                delivery -> {
                    delivery.ack();
                    acknowledged.incrementAndGet();
                });
    }

    private AtomicLong counted() {
        acknowledged.set(0);
        return acknowledged;
    }

    private static Broker sender(QueueClient queues, int bytes) {
        var message = MpregBroker.message(bytes);
        return new Broker() {
            @Override
            public void send(Confirmation confirmation) {
                MpregBroker.send(queues, QUEUE, message, confirmation);
            }

            @Override
            public void close() {
                // Nothing was opened for it.
            }
        };
    }

    private void overload(List<QueueClient> offering, int bytes, int seconds) throws Exception {
        acknowledged.set(0);
        producers.clear();
        long begun = System.nanoTime();
        for (QueueClient client : offering) {
            producers.add(new Producer(client, QUEUE, bytes, peak.last(), seconds));
        }
        producers.forEach(Thread::start);
        for (Producer producer : producers) {
            producer.join();
        }
        double time = (System.nanoTime() - begun) / 1e9;
        accepted.add(acknowledged.get() / time);
        long refusals = producers.stream().mapToLong(Producer::refused).sum();
        refused.add(refusals / time);
        offered.add(producers.stream().mapToLong(Producer::offered).sum() / time);
        double spent = producers.stream().mapToLong(Producer::cpuNanos).sum() / 1e9;
        burnt.add(spent / (time * Runtime.getRuntime().availableProcessors()));
        long withAdvice = producers.stream().mapToLong(Producer::advised).sum();
        advised.add(refusals == 0 ? 1 : withAdvice / (double) refusals);
    }

    private void settle(QueueClient queues) throws InterruptedException {
        for (Producer producer : producers) {
            producer.awaitSettled();
        }
        while (queues.info(QUEUE).orElseThrow().stats().depth() > 0) {
            Thread.sleep(10);
        }
    }

    private void print(Lines lines, int bytes, int times, String way) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("bytes", bytes);
        settings.put("times", times);
        settings.put("way", way);
        lines.result("peak_per_s", peak, settings);
        lines.result("offered_per_s", offered, settings);
        lines.result("accepted_per_s", accepted, settings);
        lines.result("refused_per_s", refused, settings);
        lines.result("refusals_with_advice", advised, settings);
        lines.result("producers_share_of_processors", burnt, settings);
        lines.result("heap_above_idle_mib", heap, settings);
        lines.ratio("accepted_per_s", "own-peak", accepted, peak, TARGET, settings);
    }

    private static double live(OverloadNode node) throws Exception {
        return new Diagnostics(node.pid()).liveHeapBytes() / MIB;
    }
}
