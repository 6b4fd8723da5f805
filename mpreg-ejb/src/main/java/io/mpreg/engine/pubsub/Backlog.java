package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.topic.TopicName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was published lately, by topic: bounded in time and number per topic, and in bytes overall.
 * The newest message of a topic outlives its time and goes only when the bytes are needed.
 *
 * <p><b>Threads.</b> Changed in turns of the {@link Sequencer} only; read by any thread.
 */
final class Backlog {

    private final PubSubSettings settings;
    private final Clock clock;
    private final Sequencer sequencer;
    private final int most;
    private final long millis;
    private final ConcurrentHashMap<TopicName, TopicLog> logs = new ConcurrentHashMap<>();
    private final Counted order = new Counted();
    private final Counted bytes = new Counted();
    private final Counted messages = new Counted();

    Backlog(PubSubSettings settings, Clock clock, Sequencer sequencer) {
        this.settings = settings;
        this.clock = clock;
        this.sequencer = sequencer;
        this.most = settings.backlogMessages();
        this.millis = settings.backlogTime().toMillis();
    }

    boolean isOff() {
        return settings.backlogMessages() == 0 || settings.backlogBytes() == 0;
    }

    /** Keeps a message; to be called in the turn in which it is dispatched, and before that. */
    void add(UnifiedMessage message, long now) {
        Kept kept = new Kept(message, order.get());
        order.add(1);
        TopicLog log = logs.get(message.topic());
        if (log == null) {
            log = new TopicLog();
            logs.put(message.topic(), log);
        }
        log.add(kept);
        long grown = kept.bytes;
        int more = 1;
        while (log.size() > most) {
            grown -= log.removeOldest();
            more--;
        }
        long expired = now - millis;
        if (log.isDue(expired)) {
            while (log.isStale(expired)) {
                grown -= log.removeOldest();
                more--;
            }
        }
        change(grown, more);
        if (bytes.get() > settings.backlogBytes()) {
            evict(settings.backlogBytes() - settings.backlogBytes() / 10);
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

    /** Lets go of what is too old, topic by topic, so that publishers wait for one at the most. */
    void sweep() {
        long expired = clock.millis() - millis;
        for (TopicLog log : logs.values()) {
            if (log.isStale(expired)) {
                sequencer.between(() -> expire(log, expired));
            }
        }
    }

    private void expire(TopicLog log, long expired) {
        while (log.isStale(expired)) {
            change(-log.removeOldest(), -1);
        }
    }

    long bytes() {
        return bytes.get();
    }

    long messages() {
        return messages.get();
    }

    private void change(long grown, int more) {
        if (grown != 0) {
            bytes.add(grown);
        }
        if (more != 0) {
            messages.add(more);
        }
    }

    /* Lets go of the oldest messages, even if they are the newest of their topics. */
    private void evict(long target) {
        List<Kept> all = new ArrayList<>();
        logs.values().forEach(log -> log.copyTo(all));
        all.sort(Comparator.comparingLong(kept -> kept.order));
        for (int i = 0; i < all.size() && bytes.get() > target; i++) {
            TopicName topic = all.get(i).message.topic();
            TopicLog log = logs.get(topic);
            if (log != null) {
                change(-log.removeOldest(), -1);
                if (log.size() == 0) {
                    logs.remove(topic);
                }
            }
        }
    }
}
