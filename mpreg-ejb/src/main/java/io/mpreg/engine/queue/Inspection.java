package io.mpreg.engine.queue;

import io.mpreg.api.queue.QueueInfo;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.api.queue.WaitingMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at what a queue holds, and empties it. */
final class Inspection {

    private final LiveQueue queue;

    Inspection(LiveQueue queue) {
        this.queue = queue;
    }

    QueueInfo info() {
        return queue.with(
                (stock, after) ->
                        new QueueInfo(queue.name(), queue.settings(), stats(stock), stock.paused));
    }

    private QueueStats stats(Stock stock) {
        Counts counts = stock.counts;
        long now = queue.hub().now();
        return new QueueStats(
                counts.sent,
                counts.delivered,
                counts.acknowledged,
                counts.failed,
                counts.expired,
                counts.requeued,
                counts.deadLettered,
                stock.ledger.waiting,
                stock.timeouts.size(),
                oldestAge(stock),
                counts.successRate(),
                counts.sending.perSecond(now),
                counts.delivering.perSecond(now),
                counts.acknowledging.perSecond(now),
                counts.processingMs(50),
                counts.processingMs(95),
                counts.processingMs(99));
    }

    private long oldestAge(Stock stock) {
        long[] oldest = {Long.MAX_VALUE};
        // A line is in the order of sending but for what was delayed, so its head will do.
        eachLine(
                stock,
                line ->
                        line.forEach(
                                entry -> {
                                    oldest[0] = Math.min(oldest[0], entry.sentAt);
                                    return false;
                                }));
        stock.agenda.forEachDelayed(e -> oldest[0] = Math.min(oldest[0], e.sentAt));
        stock.homeless.forEach(e -> oldest[0] = Math.min(oldest[0], e.sentAt));
        stock.absent.all().forEach(e -> oldest[0] = Math.min(oldest[0], e.sentAt));
        return oldest[0] == Long.MAX_VALUE ? 0 : Math.max(0, queue.hub().millis() - oldest[0]);
    }

    /** The first messages that wait, those that are delayed last. */
    List<WaitingMessage> browse(int limit) {
        List<Entry> first =
                queue.with(
                        (stock, after) -> {
                            List<Entry> found = new ArrayList<>();
                            Set<Long> known = new HashSet<>();
                            Predicate<Entry> take =
                                    entry -> {
                                        if (found.size() < limit && known.add(entry.ref)) {
                                            found.add(entry);
                                        }
                                        return found.size() < limit;
                                    };
                            eachLine(stock, line -> line.forEach(take));
                            stock.homeless.forEach(take::test);
                            stock.absent.forEach(take);
                            stock.agenda.allDelayed().forEach(take::test);
                            return found;
                        });
        List<WaitingMessage> shown = new ArrayList<>();
        for (Entry entry : first) {
            Content content = entry.cached;
            if (content == null && entry.isWaiting()) {
                content = queue.read(entry.ref);
            }
            if (content != null) {
                shown.add(
                        new WaitingMessage(
                                entry.id(),
                                content.topic(),
                                content.payload(),
                                content.headers(),
                                entry.terms.priority(),
                                entry.failed,
                                Instant.ofEpochMilli(entry.sentAt)));
            }
        }
        return shown;
    }

    /** Removes all that waits, and returns how many messages that were. */
    long purge() {
        return queue.with(
                (stock, after) -> {
                    long before = stock.ledger.waiting;
                    List<Entry> all = new ArrayList<>();
                    eachLine(stock, line -> all.addAll(line.all()));
                    all.addAll(stock.homeless);
                    all.addAll(stock.absent.all());
                    all.addAll(stock.agenda.allDelayed());
                    all.forEach(
                            entry -> {
                                if (entry.isWaiting()) {
                                    stock.exits.remove(entry, after);
                                }
                            });
                    return before - stock.ledger.waiting;
                });
    }

    static void eachLine(Stock stock, java.util.function.Consumer<Line> sink) {
        for (Group group : stock.groups.all()) {
            sink.accept(group.line);
            group.consumers.forEach(consumer -> sink.accept(consumer.line));
        }
    }
}
