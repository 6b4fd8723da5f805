package io.mpreg.engine.queue;

import com.sun.management.OperatingSystemMXBean;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.queue.store.JournalStore;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures durable queues in one process. Run by hand: {@code QueueThroughput <folder> [depth]};
 * prints what it finds, asserts nothing.
 */
final class QueueThroughput {

    private static final int IN_FLIGHT = 512;
    private static final NodeInfo NODE = new NodeInfo("n1", "c1", "bench");

    private final ThreadTimers timers = new ThreadTimers(QueueThroughput::thread);
    private final ExecutorService workers = Executors.newCachedThreadPool(QueueThroughput::thread);
    private final Platform platform =
            new Platform(Clock.system(), timers, workers, QueueThroughput::thread);
    private final UlidSource ulids = new UlidSource(Clock.system(), ThreadLocalRandom.current());
    private final Path folder;
    private QueueEngine engine;
    private QueueClient client;

    private QueueThroughput(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int depth = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        boolean monitored = args.length > 2;
        QueueThroughput bench = new QueueThroughput(folder.resolve("queue"));
        bench.start(monitored);
        bench.client.create(QueueSpec.builder("q").maxDepth(2_000_000).build());
        for (int round = 0; round < 6; round++) {
            System.out.printf("throughput %,d/s%n", bench.throughput(300_000));
        }
        System.out.println("raw force p50 us " + force(folder) / 1000);
        for (int round = 0; round < 3; round++) {
            System.out.println("send p50 us " + bench.latency(2_000) / 1000);
        }
        if (depth > 0) {
            bench.depth(depth, monitored);
        }
        bench.engine.close();
        bench.workers.shutdownNow();
        bench.timers.close();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private void start(boolean monitored) {
        Monitor monitor =
                monitored
                        ? new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids)
                        : Monitor.OFF;
        engine =
                new QueueEngine(
                        QueueEngineSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        new UnifiedRouter(NODE),
                        monitor,
                        new JournalStore(folder, JournalSettings.defaults(), platform));
        client =
                engine.client(
                        new ClientContext(
                                Caller.local("bench"),
                                Codecs.plain(),
                                new Gate(GateSettings.defaults()),
                                workers));
    }

    private long throughput(int messages) throws Exception {
        CountDownLatch acknowledged = new CountDownLatch(messages);
        var consumer =
                client.<Payload>consume(
                        ConsumerSpec.of("q").prefetch(1024),
                        Payload.class,
                        delivery -> {
                            delivery.ack();
                            acknowledged.countDown();
                        });
        long cpu = cpu();
        long begin = System.nanoTime();
        send(messages);
        acknowledged.await();
        long time = System.nanoTime() - begin;
        System.out.printf("cpu per message %,d ns%n", (cpu() - cpu) / messages);
        consumer.close();
        return messages * 1_000_000_000L / time;
    }

    private void send(int messages) throws Exception {
        Semaphore room = new Semaphore(IN_FLIGHT);
        LongAdder failures = new LongAdder();
        Payload payload = new Payload("application/octet-stream", new byte[1024]);
        for (int i = 0; i < messages; i++) {
            room.acquire();
            client.sendAsync("q", QueueMessage.of(payload))
                    .whenComplete(
                            (receipt, failure) -> {
                                room.release();
                                if (failure != null) {
                                    failures.increment();
                                }
                            });
        }
        room.acquire(IN_FLIGHT);
        if (failures.sum() > 0) {
            throw new IllegalStateException(failures + " sends failed");
        }
    }

    private long latency(int messages) {
        Payload payload = new Payload("application/octet-stream", new byte[1024]);
        long[] times = new long[messages];
        for (int i = 0; i < messages; i++) {
            long begin = System.nanoTime();
            client.send("q", payload);
            times[i] = System.nanoTime() - begin;
        }
        client.purge("q");
        Arrays.sort(times);
        return times[messages / 2];
    }

    private void depth(int depth, boolean monitored) throws Exception {
        long before = heap();
        send(depth);
        System.out.printf("heap of %,d messages %,d KiB%n", depth, (heap() - before) / 1024);
        for (int round = 0; round < 4; round++) {
            System.out.printf("throughput at depth %,d/s%n", throughput(300_000));
        }
        System.out.println("depth " + client.info("q").orElseThrow().stats().depth());
        engine.close();
        long begin = System.nanoTime();
        start(monitored);
        System.out.printf("restart ms %,d%n", (System.nanoTime() - begin) / 1_000_000);
        System.out.println("depth " + client.info("q").orElseThrow().stats().depth());
        System.out.printf("heap %,d KiB%n", heap() / 1024);
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long force(Path folder) throws IOException {
        Path file = folder.resolve("raw");
        long[] times = new long[1_000];
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4 << 20), 0);
            channel.force(true);
            for (int i = 0; i < times.length; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096), (i % 1000) * 4096L);
                channel.force(false);
                times[i] = System.nanoTime() - begin;
            }
        }
        Files.delete(file);
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
