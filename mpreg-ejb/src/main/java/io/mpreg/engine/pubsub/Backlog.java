package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.topic.TopicName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was published lately, by topic: bounded in time and number per topic, and in bytes overall.
 * The newest message of a topic outlives its time and goes only when the bytes are needed.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; publishers on different topics do not
 * meet, but when the bytes are used up.
 */
final class Backlog {

    private final PubSubSettings settings;
    private final Clock clock;
    private final long millis;
    private final ConcurrentHashMap<TopicName, TopicLog> logs = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final ReentrantLock evicting = new ReentrantLock();

    Backlog(PubSubSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.millis = settings.backlogTime().toMillis();
    }

    boolean isOff() {
        return settings.backlogMessages() == 0 || settings.backlogBytes() == 0;
    }

    /** Keeps a message; to be called before it is dispatched. */
    void add(UnifiedMessage message, long now) {
        Kept kept = new Kept(message, order.getAndIncrement());
        long expired = now - millis;
        while (true) {
            TopicLog log = logs.get(message.topic());
            if (log == null) {
                log = logs.computeIfAbsent(message.topic(), topic -> new TopicLog());
            }
            TopicLog.Change change = log.add(kept, settings.backlogMessages(), expired);
            if (change != null) {
                apply(change);
                makeRoom();
                return;
            }
            logs.remove(message.topic(), log);
        }
    }

    /** The place of the next message in the order of publishing. */
    long end() {
        return order.get();
    }

    /**
     * Everything that is kept of the topics that the patterns see, in order of publishing.
     *
     * @param end the place of the first message that is too late
     */
    List<Kept> select(PatternSet patterns, long end) {
        List<Kept> found = new ArrayList<>();
        var only = patterns.only();
        if (only.isPresent()) {
            TopicLog log = logs.get(only.get());
            if (log != null) {
                log.copyTo(found);
            }
        } else {
            logs.forEach(
                    (topic, log) -> {
                        if (patterns.matches(topic)) {
                            log.copyTo(found);
                        }
                    });
        }
        found.removeIf(kept -> kept.order >= end);
        found.sort(Comparator.comparingLong(kept -> kept.order));
        return found;
    }

    /** The newest message of each topic that the patterns see, the newest first. */
    List<UnifiedMessage> latest(PatternSet patterns, int limit) {
        var newest = new PriorityQueue<Kept>(Comparator.comparingLong(kept -> kept.order));
        logs.forEach(
                (topic, log) -> {
                    Kept kept = patterns.matches(topic) ? log.newest() : null;
                    if (kept != null) {
                        newest.add(kept);
                        if (newest.size() > limit) {
                            newest.poll();
                        }
                    }
                });
        List<UnifiedMessage> result = new ArrayList<>(newest.size());
        newest.stream()
                .sorted(Comparator.comparingLong((Kept kept) -> kept.order).reversed())
                .forEach(kept -> result.add(kept.message));
        return result;
    }

    /** Lets go of what is too old. */
    void sweep() {
        long expired = expired();
        logs.values().forEach(log -> apply(log.expire(expired)));
    }

    long bytes() {
        return bytes.get();
    }

    long messages() {
        return messages.get();
    }

    private long expired() {
        return clock.millis() - millis;
    }

    private void apply(TopicLog.Change change) {
        if (change.bytes() != 0) {
            bytes.addAndGet(change.bytes());
        }
        if (change.messages() != 0) {
            messages.addAndGet(change.messages());
        }
    }

    /* One publisher makes room for all; the others go on until a quarter too much is there. */
    private void makeRoom() {
        long limit = settings.backlogBytes();
        if (bytes.get() <= limit) {
            return;
        }
        if (bytes.get() > limit + limit / 4) {
            evicting.lock();
        } else if (!evicting.tryLock()) {
            return;
        }
        try {
            if (bytes.get() > limit) {
                evict(limit - limit / 10);
            }
        } finally {
            evicting.unlock();
        }
    }

    private void evict(long target) {
        List<Kept> all = new ArrayList<>();
        logs.values().forEach(log -> log.copyTo(all));
        all.sort(Comparator.comparingLong(kept -> kept.order));
        for (Kept kept : all) {
            if (bytes.get() <= target) {
                return;
            }
            TopicName topic = kept.message.topic();
            TopicLog log = logs.get(topic);
            if (log != null && log.evict(kept)) {
                apply(new TopicLog.Change(-kept.bytes, -1));
                if (log.isClosed()) {
                    logs.remove(topic, log);
                }
            }
        }
    }
}
