package io.mpreg.bench.pubsub;

import io.mpreg.api.Message;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.engine.pubsub.PubSubSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether anything is lost or comes twice where a replay meets what is published meanwhile: several
 * publishers at work, and one subscriber that leaves and comes back after the last message that it
 * saw, again and again.
 */
public final class SeamWorkload implements Workload {

    private static final int PUBLISHERS = 4;
    private static final long PAUSE_NS = 50_000;
    private static final long STALL_NS = 30_000_000_000L;

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int messages = options.number("messages", quick ? 200_000 : 1_000_000);
        int returns = options.number("resubscriptions", 100);
        int each = messages / PUBLISHERS;
        PubSubSettings kept =
                PubSubSettings.defaults().backlog(Duration.ofHours(1), 20_000, 256L << 20);
        Report report = new Report(each);
        long begun = System.nanoTime();
        try (LocalPubSub node = new LocalPubSub(kept.buffer(50_000))) {
            report.run(node, returns);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("messages", each * PUBLISHERS);
        settings.put("publishers", PUBLISHERS);
        settings.put("resubscriptions", report.subscriptions.get() - 1);
        settings.put("replayed", report.replayed);
        lines.result("lost", once(report.lost()), settings);
        lines.result("doubled", once(report.doubled.get()), settings);
        lines.result("disordered", once(report.disordered.get()), settings);
        lines.result("messages_per_s", once(each * PUBLISHERS / seconds), settings);
        if (report.lost() + report.doubled.get() + report.disordered.get() > 0) {
            throw new IllegalStateException("the seam leaks: see the lines above");
        }
    }

    private static Series once(double value) {
        Series series = new Series();
        series.add(value);
        return series;
    }

    /** What the one subscriber saw, over all its subscriptions. */
    private static final class Report {

        private final int each;
        private final int[] next = new int[PUBLISHERS];
        private final AtomicLong seen = new AtomicLong();
        private final AtomicLong doubled = new AtomicLong();
        private final AtomicLong disordered = new AtomicLong();
        private final AtomicLong subscriptions = new AtomicLong();
        private volatile Ulid last;
        private long replayed;

        Report(int each) {
            this.each = each;
        }

        void run(LocalPubSub node, int returns) throws InterruptedException {
            TopicClient client = node.client("subscriber");
            Subscription current = subscribe(client);
            List<Thread> publishers = new ArrayList<>();
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                Thread thread = new Thread(() -> publish(node, publisher), "publisher");
                publishers.add(thread);
                thread.start();
            }
            long all = (long) each * PUBLISHERS;
            for (int i = 1; i <= returns; i++) {
                // Half of the time in a steady stream, half of the time in the middle of a replay;
                // never before the first message, which is what a return begins after.
                await(i % 2 == 0 ? all * i / (returns + 1) : 1);
                current.unsubscribe();
                current = subscribe(client);
            }
            for (Thread thread : publishers) {
                thread.join();
            }
            await(all);
        }

        private Subscription subscribe(TopicClient client) {
            subscriptions.incrementAndGet();
            SubscriptionSpec all = SubscriptionSpec.of("seam.*");
            Ulid since = last;
            Subscription made =
                    client.subscribe(
                            since == null ? all : all.since(since), Integer.class, this::take);
            replayed += made.replayed();
            return made;
        }

        /* One subscription at a time, and its end waits for the listener: no two threads here. */
        private void take(Message<Integer> message) {
            int publisher = message.topic().charAt(message.topic().length() - 1) - '0';
            int number = message.body();
            if (number < next[publisher]) {
                doubled.incrementAndGet();
            } else {
                disordered.addAndGet(number - next[publisher]);
                next[publisher] = number + 1;
                seen.incrementAndGet();
            }
            last = message.id();
        }

        long lost() {
            return (long) each * PUBLISHERS - seen.get();
        }

        /* A pause now and then, so that the subscriber's buffer and the backlog suffice. */
        private void publish(LocalPubSub node, int publisher) {
            TopicClient client = node.client("publisher");
            String topic = "seam.p" + publisher;
            for (int i = 0; i < each; i++) {
                while (i - next(publisher) > 5_000) {
                    LockSupport.parkNanos(PAUSE_NS);
                }
                client.publish(topic, i);
            }
        }

        private int next(int publisher) {
            seen.get();
            return next[publisher];
        }

        private void await(long count) {
            long before = -1;
            long end = 0;
            while (seen.get() < count) {
                long now = System.nanoTime();
                if (seen.get() != before) {
                    before = seen.get();
                    end = now + STALL_NS;
                } else if (now - end > 0) {
                    return;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
