package io.mpreg.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The values of one metric, a value a round. */
public final class Series {

    private final List<Double> rounds = new ArrayList<>();

    public void add(double value) {
        rounds.add(value);
    }

    /** Forgets all rounds: they were for warming up. */
    public void clear() {
        rounds.clear();
    }

    /** The value of the latest round. */
    public double last() {
        return rounds.get(rounds.size() - 1);
    }

    /** This one divided by another, round by round. */
    public Series over(Series other) {
        Series ratios = new Series();
        for (int i = 0; i < Math.min(rounds(), other.rounds()); i++) {
            ratios.add(rounds.get(i) / other.rounds.get(i));
        }
        return ratios;
    }

    public int rounds() {
        return rounds.size();
    }

    /** All together. */
    public double sum() {
        return rounds.stream().mapToDouble(Double::doubleValue).sum();
    }

    public double min() {
        return Collections.min(rounds);
    }

    public double max() {
        return Collections.max(rounds);
    }

    /** The value in the middle; the mean of the two in the middle if their number is even. */
    public double median() {
        List<Double> sorted = new ArrayList<>(rounds);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
