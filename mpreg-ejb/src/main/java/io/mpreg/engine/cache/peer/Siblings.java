package io.mpreg.engine.cache.peer;

import io.mpreg.engine.time.VectorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/*
 * Dotted version vectors (Preguiça et al., 2012): the writes of a key of which none knew of another.
 * The set depends on which writes are known and not on the order in which they came, and so does
 * the winner, which is why all nodes come to the same value. To keep only the winner of two would
 * not do: of three writes, two in a row and one beside them, the order of arrival would decide.
 */
/**
 * The writes of a key of which none knew of another; mostly one.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param facts at least one
 */
public record Siblings(List<Fact> facts) {

    public Siblings {
        facts = List.copyOf(facts);
    }

    public static Siblings of(Fact fact) {
        return new Siblings(List.of(fact));
    }

    /** The same with one more write; the same object if nothing is new about it. */
    public Siblings merge(Fact fact) {
        List<Fact> kept = new ArrayList<>(facts.size() + 1);
        for (Fact known : facts) {
            if (known.stamp().same(fact.stamp())) {
                return known.state() == Fact.State.UNKEPT && fact.state() != Fact.State.UNKEPT
                        ? replace(known, fact)
                        : this;
            }
            if (known.stamp().knows(fact.stamp())) {
                return this;
            }
            if (!fact.stamp().knows(known.stamp())) {
                kept.add(known);
            }
        }
        kept.add(fact);
        return new Siblings(kept);
    }

    /** The same with some of its writes known otherwise. */
    public Siblings map(UnaryOperator<Fact> change) {
        return new Siblings(facts.stream().map(change).toList());
    }

    /** The write that counts. */
    public Fact winner(Resolver resolver) {
        Fact winner = facts.get(0);
        for (Fact other : facts) {
            if (resolver.order().compare(other.stamp(), winner.stamp()) > 0) {
                winner = other;
            }
        }
        return winner;
    }

    /** Whether writers did not know of each other and at least one value is at stake. */
    public boolean conflict() {
        return facts.size() > 1 && facts.stream().anyMatch(Fact::isLive);
    }

    /** What a writer knows who sees all of these. */
    public VectorClock clock() {
        VectorClock clock = VectorClock.ZERO;
        for (Fact fact : facts) {
            clock = clock.merge(fact.stamp().clock());
        }
        return clock;
    }

    /** When the latest of these was written. */
    public long millis() {
        return facts.stream().mapToLong(fact -> fact.stamp().millis()).max().orElse(0);
    }

    private Siblings replace(Fact known, Fact fact) {
        return map(each -> each == known ? fact : each);
    }
}
