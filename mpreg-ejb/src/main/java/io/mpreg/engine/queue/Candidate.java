package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A queue that could get a topic-routed message.
 *
 * @param priority the highest of its bindings that match
 * @param weight of the binding with that priority
 * @param patterns all that match
 */
record Candidate(LiveQueue queue, int priority, int weight, List<String> patterns) {

    /** The highest priority first, then by name. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparingInt((Candidate c) -> -c.priority)
                    .thenComparing(c -> c.queue.name());

    Candidate {
        patterns = List.copyOf(patterns);
    }

    /** The same queue, by another binding as well. */
    Candidate with(Candidate other) {
        List<String> all = new ArrayList<>(patterns);
        all.addAll(other.patterns);
        boolean higher =
                other.priority > priority || other.priority == priority && other.weight > weight;
        return higher
                ? new Candidate(queue, other.priority, other.weight, all)
                : new Candidate(queue, priority, weight, all);
    }
}
