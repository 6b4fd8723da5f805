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

    private final TopicPattern[] all;
    private final TopicPattern[] control;

    PatternSet(List<TopicPattern> patterns) {
        this.all = patterns.stream().distinct().toArray(TopicPattern[]::new);
        TopicPattern[] named =
                Arrays.stream(all)
                        .filter(pattern -> pattern.value().startsWith(TopicName.CONTROL_PREFIX))
                        .toArray(TopicPattern[]::new);
        this.control = named.length == 0 ? NONE : named;
    }

    Set<TopicPattern> patterns() {
        return new LinkedHashSet<>(Arrays.asList(all));
    }

    boolean matches(TopicName topic) {
        for (TopicPattern pattern : topic.isControl() ? control : all) {
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
        if (all.length == 1) {
            TopicPattern pattern = all[0];
            if (pattern.isLiteral()) {
                return Optional.of(TopicName.of(pattern.value()));
            }
        }
        return Optional.empty();
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
