package io.mpreg.engine.queue;

import io.mpreg.api.queue.SendStrategy;
import io.mpreg.engine.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Chooses among the queues that are bound to a topic.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Choice {

    private static final int MOST_TOPICS = 4_096;

    /** How much busier a queue may be and still be preferred for having got the topic before. */
    private static final double AFFINITY = 1.1;

    private final RandomGenerator random;
    private final Map<TopicName, Last> lasts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<TopicName, Last> eldest) {
                    return size() > MOST_TOPICS;
                }
            };

    Choice(Hub hub) {
        this.random = hub.random;
    }

    /**
     * Those that get the message.
     *
     * @param candidates at least one, the highest priority first
     */
    List<Candidate> of(List<Candidate> candidates, SendStrategy strategy, TopicName topic) {
        return switch (strategy) {
            case FANOUT_ALL -> candidates;
            case ROUND_ROBIN -> List.of(next(candidates, topic));
            case PRIORITY_WEIGHTED -> List.of(weighted(highest(candidates)));
            case LOAD_BALANCED -> List.of(leastBusy(candidates, topic));
            case RANDOM_SELECTION -> List.of(weighted(candidates));
        };
    }

    private Candidate next(List<Candidate> candidates, TopicName topic) {
        synchronized (lasts) {
            Last last = lasts.computeIfAbsent(topic, t -> new Last());
            return candidates.get((int) (last.turn++ % candidates.size()));
        }
    }

    private static List<Candidate> highest(List<Candidate> candidates) {
        int priority = candidates.get(0).priority();
        return candidates.stream().filter(c -> c.priority() == priority).toList();
    }

    private Candidate weighted(List<Candidate> candidates) {
        long total = candidates.stream().mapToLong(Candidate::weight).sum();
        long ticket = random.nextLong(total);
        for (Candidate candidate : candidates) {
            ticket -= candidate.weight();
            if (ticket < 0) {
                return candidate;
            }
        }
        throw new IllegalStateException("weights changed while one was drawn");
    }

    /* The queue that is likely to be through first: what it holds, by how fast it is worked off. */
    private Candidate leastBusy(List<Candidate> candidates, TopicName topic) {
        synchronized (lasts) {
            Last last = lasts.computeIfAbsent(topic, t -> new Last());
            Candidate best = candidates.get(0);
            double least = Double.MAX_VALUE;
            for (Candidate candidate : candidates) {
                LiveQueue queue = candidate.queue();
                double busy = queue.load() + 1.0;
                busy /= 1 + queue.rate().perSecond();
                busy /= queue.name().equals(last.queue) ? AFFINITY : 1;
                if (busy < least) {
                    least = busy;
                    best = candidate;
                }
            }
            last.queue = best.queue().name();
            return best;
        }
    }

    /** What was chosen last for a topic. */
    private static final class Last {
        private long turn;
        private String queue = "";
    }
}
