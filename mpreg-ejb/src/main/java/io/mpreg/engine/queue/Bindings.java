package io.mpreg.engine.queue;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of one queue, filed in the router.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Bindings {

    private static final int MOST = 1_000;

    private final Router router;
    private final String queue;
    private final Map<TopicPattern, Binding> byPattern = new LinkedHashMap<>();

    Bindings(Router router, String queue) {
        this.router = router;
        this.queue = queue;
    }

    /** Binds, in place of earlier bindings of the same patterns; all or nothing. */
    synchronized void bind(QueueBinding binding) {
        if (binding.patterns().isEmpty()) {
            throw MpregRequestException.field("patterns", "there must be at least one");
        }
        if (binding.weight() < 1) {
            throw MpregRequestException.field(
                    "weight", "it must be at least 1, was " + binding.weight());
        }
        List<TopicPattern> patterns = binding.patterns().stream().map(TopicPattern::of).toList();
        long more = patterns.stream().distinct().filter(p -> !byPattern.containsKey(p)).count();
        if (byPattern.size() + more > MOST) {
            throw MpregLimitException.of(
                    "queue '" + queue + "' is bound to " + MOST + " patterns, the most", MOST);
        }
        for (TopicPattern pattern : patterns) {
            Binding next =
                    new Binding(
                            queue,
                            pattern.value(),
                            binding.priority(),
                            binding.weight(),
                            binding.enabled());
            Binding before = byPattern.put(pattern, next);
            if (next.equals(before)) {
                byPattern.put(pattern, before);
                continue;
            }
            // The new one comes first, so that there is no moment without any.
            router.add(pattern, next);
            take(pattern, before);
        }
    }

    /** Takes bindings back, all of them if no pattern is given; returns how many there were. */
    synchronized int unbind(Collection<TopicPattern> patterns) {
        List<TopicPattern> which =
                patterns.isEmpty()
                        ? new ArrayList<>(byPattern.keySet())
                        : patterns.stream().distinct().toList();
        int removed = 0;
        for (TopicPattern pattern : which) {
            Binding before = byPattern.remove(pattern);
            take(pattern, before);
            removed += before == null ? 0 : 1;
        }
        return removed;
    }

    void clear() {
        unbind(List.of());
    }

    synchronized List<QueueBinding> all() {
        return byPattern.values().stream().map(Binding::stored).toList();
    }

    private void take(TopicPattern pattern, @Nullable Binding binding) {
        if (binding != null) {
            router.remove(pattern, binding);
        }
    }
}
