package io.mpreg.engine.queue;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.RedriveSpec;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The dead letters of a queue: shows them, sends them again, removes them. */
final class Graveyard {

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

    /** A dead letter of that message. */
    Optional<DeadLetter> find(Ulid id) {
        return select(Set.of(id), 1).stream().findFirst().map(this::letter);
    }

    /** The sending again of dead letters, which has to be begun. */
    Redriving redrive(RedriveSpec spec) {
        LiveQueue target = spec.to().isPresent() ? engine.get(spec.to().get()) : queue;
        double rate = spec.ratePerSecond().orElse(Redriving.UNLIMITED);
        if (!(rate > 0)) {
            throw MpregRequestException.field(
                    "ratePerSecond", "it must be more than 0, was " + rate);
        }
        Optional<TopicPattern> pattern = spec.topic().map(TopicPattern::of);
        boolean any = pattern.isEmpty() && spec.headers().isEmpty();
        List<DeadLetters.Dead> chosen = new ArrayList<>();
        for (DeadLetters.Dead dead : select(new HashSet<>(spec.messageIds()), Integer.MAX_VALUE)) {
            Burial burial = dead.burial();
            boolean fits =
                    spec.reason()
                            .map(r -> burial.reason().contains(r) || burial.lastError().contains(r))
                            .orElse(true);
            if (fits && (any || fits(queue.read(dead.entry().ref), pattern, spec))) {
                chosen.add(dead);
            }
        }
        return new Redriving(queue, target, chosen, rate);
    }

    private static boolean fits(Content content, Optional<TopicPattern> pattern, RedriveSpec spec) {
        boolean topic =
                pattern.isEmpty()
                        || content.topic()
                                .map(name -> pattern.get().matches(TopicName.of(name)))
                                .orElse(false);
        return topic && content.headers().contains(spec.headers());
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
        stock.exits.forget(dead.entry(), after);
        return true;
    }

    private List<DeadLetters.Dead> select(Set<Ulid> ids, int limit) {
        return queue.with(
                (stock, after) ->
                        stock.dead.select(
                                dead -> ids.isEmpty() || ids.contains(dead.entry().id()), limit));
    }
}
