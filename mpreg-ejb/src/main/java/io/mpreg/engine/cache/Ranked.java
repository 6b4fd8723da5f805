package io.mpreg.engine.cache;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry and its rank. <b>Not</b> safe for use by several threads. */
final class Ranked {

    static final Comparator<Ranked> BY_RANK =
            Comparator.comparingDouble((Ranked r) -> r.rank)
                    .thenComparingLong(r -> r.lastUse)
                    .thenComparingLong(r -> r.entry().version());
    static final Comparator<Ranked> BY_END =
            (a, b) -> {
                int byEnd = Long.signum(a.end - b.end);
                return byEnd != 0 ? byEnd : Long.compare(a.entry().version(), b.entry().version());
            };

    private final @Nullable Entry entry;
    private double rank;
    private long lastUse;
    private long uses;
    private boolean ends;
    private long end;

    private Ranked(double rank) {
        this.entry = null;
        this.rank = rank;
    }

    Ranked(Entry entry, long order) {
        this.entry = entry;
        this.lastUse = order;
        this.uses = 1;
    }

    /** What comes before every entry of a rank. */
    static Ranked below(double rank) {
        return new Ranked(rank);
    }

    Entry entry() {
        return Objects.requireNonNull(entry, "entry");
    }

    double rank() {
        return rank;
    }

    /** Ranks it; only while it is not filed. */
    void rank(double value) {
        rank = value;
    }

    long uses() {
        return uses;
    }

    void use(long order) {
        lastUse = order;
        uses++;
    }

    /** Makes it the latest of its rank without a use. */
    void moved(long order) {
        lastUse = order;
    }

    boolean ends() {
        return ends;
    }

    long end() {
        return end;
    }

    void endAt(long nanos) {
        ends = true;
        end = nanos;
    }
}
