package io.mpreg.engine.pubsub;

import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The patterns of one subscription.
 *
 * <p>Topics of the control plane are seen only by patterns that begin with the segment {@code
 * mpreg}: {@code #} is every topic of the applications, {@code mpreg.#} every event of the node.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class PatternSet {

    private static final TopicPattern[] NONE = {};

    /** Most subscriptions have no other one. */
    private final TopicPattern first;

    private final TopicPattern[] more;
    private final TopicPattern[] control;

    /**
     * @param patterns at least one
     */
    PatternSet(List<TopicPattern> patterns) {
        TopicPattern[] all = patterns.stream().distinct().toArray(TopicPattern[]::new);
        this.first = all[0];
        this.more = all.length == 1 ? NONE : Arrays.copyOfRange(all, 1, all.length);
        TopicPattern[] named =
                Arrays.stream(all)
                        .filter(pattern -> pattern.value().startsWith(TopicName.CONTROL_PREFIX))
                        .toArray(TopicPattern[]::new);
        this.control = named.length == 0 ? NONE : named;
    }

    Set<TopicPattern> patterns() {
        Set<TopicPattern> all = new LinkedHashSet<>();
        all.add(first);
        all.addAll(Arrays.asList(more));
        return all;
    }

    boolean matches(TopicName topic) {
        boolean isControl = topic.isControl();
        if (!isControl && first.matches(topic)) {
            return true;
        }
        for (TopicPattern pattern : isControl ? control : more) {
            if (pattern.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a topic that some pattern here matches is one that this subscription may see. */
    boolean sees(TopicName topic) {
        return !topic.isControl() || matches(topic);
    }

    /** The one topic that is meant, if there is no wildcard. */
    Optional<TopicName> only() {
        return more.length == 0 && first.isLiteral()
                ? Optional.of(TopicName.of(first.value()))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PatternSet that && patterns().equals(that.patterns());
    }

    @Override
    public int hashCode() {
        return patterns().hashCode();
    }
}
