package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.SendReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The dead letters of a queue: shows them, sends them again, removes them. */
final class Graveyard {

    /** How many dead letters are under way at a time when they are sent again. */
    private static final int WINDOW = 64;

    private final QueueEngine engine;
    private final LiveQueue queue;

    Graveyard(QueueEngine engine, LiveQueue queue) {
        this.engine = engine;
        this.queue = queue;
    }

    List<DeadLetter> list(int limit) {
        return select(Set.of(), limit).stream().map(this::letter).toList();
    }

    private DeadLetter letter(DeadLetters.Dead dead) {
        Entry entry = dead.entry();
        Content content = queue.read(entry.ref);
        return new DeadLetter(
                entry.id(),
                queue.name(),
                content.topic(),
                content.payload(),
                content.headers(),
                dead.burial().reason(),
                dead.burial().attempts(),
                dead.burial().lastError(),
                Instant.ofEpochMilli(entry.sentAt),
                Instant.ofEpochMilli(dead.burial().diedAt()));
    }

    /** Sends dead letters again, until they are through or there is no more room. */
    int redrive(List<Ulid> ids, Optional<String> to) {
        LiveQueue target = to.isPresent() ? engine.get(to.get()) : queue;
        List<DeadLetters.Dead> all = select(new HashSet<>(ids), Integer.MAX_VALUE);
        int done = 0;
        MpregException failure = null;
        for (int from = 0; from < all.size() && failure == null; from += WINDOW) {
            List<Moving> moving = new ArrayList<>();
            for (DeadLetters.Dead dead : all.subList(from, Math.min(all.size(), from + WINDOW))) {
                if (!queue.with((stock, after) -> stock.dead.remove(dead))) {
                    continue;
                }
                try {
                    moving.add(new Moving(dead, begin(target, dead.entry())));
                } catch (MpregException e) {
                    failure = e;
                    restore(dead);
                    break;
                }
            }
            queue.hub().store.drive();
            for (Moving one : moving) {
                MpregException lost = finish(one);
                failure = lost == null ? failure : lost;
                done += lost == null ? 1 : 0;
            }
        }
        if (done == 0 && failure != null) {
            throw failure;
        }
        return done;
    }

    long purge() {
        List<DeadLetters.Dead> all = select(Set.of(), Integer.MAX_VALUE);
        long purged = 0;
        for (DeadLetters.Dead dead : all) {
            purged += queue.with((stock, after) -> gone(stock, dead, after)) ? 1 : 0;
        }
        return purged;
    }

    private static boolean gone(Stock stock, DeadLetters.Dead dead, Aftermath after) {
        if (!stock.dead.remove(dead)) {
            return false;
        }
        stock.forget(dead.entry(), after);
        return true;
    }

    private CompletableFuture<SendReceipt> begin(LiveQueue target, Entry entry) {
        Content content = queue.read(entry.ref);
        long now = queue.hub().millis();
        DeliveryTerms terms = entry.terms;
        long expires = DeliveryTerms.NEVER;
        if (target.settings().timeToLive().isPresent()) {
            expires = now + target.settings().timeToLive().get().toMillis();
        }
        DeliveryTerms again =
                new DeliveryTerms(
                                terms.guarantee(),
                                terms.priority(),
                                0,
                                expires,
                                terms.orderingKey(),
                                terms.dedupeId(),
                                terms.requiredAcks())
                        .canonical();
        // A group's copy that comes back to its queue is for that group alone.
        boolean home = target == queue && entry.group >= 0;
        long groups = home ? 1L << entry.group : target.receivers();
        StoredHead head = new StoredHead(target.number(), entry.id(), now, again, groups);
        StoredMessage.Replaced replaced = new StoredMessage.Replaced(entry.ref, entry.group);
        return target.intake()
                .resend(
                        new StoredMessage(head, content, Optional.of(replaced)),
                        // Before the message can be acknowledged, or else it might come back.
                        () ->
                                queue.with(
                                        (stock, after) -> {
                                            stock.forget(entry, after);
                                            return true;
                                        }));
    }

    private @Nullable MpregException finish(Moving one) {
        try {
            Outcomes.await(one.outcome);
        } catch (MpregException e) {
            restore(one.dead);
            return e;
        }
        return null;
    }

    private void restore(DeadLetters.Dead dead) {
        queue.with(
                (stock, after) -> {
                    stock.dead.restore(dead);
                    return true;
                });
    }

    private List<DeadLetters.Dead> select(Set<Ulid> ids, int limit) {
        return queue.with(
                (stock, after) ->
                        stock.dead.select(
                                dead -> ids.isEmpty() || ids.contains(dead.entry().id()), limit));
    }

    private record Moving(DeadLetters.Dead dead, CompletableFuture<SendReceipt> outcome) {}
}
