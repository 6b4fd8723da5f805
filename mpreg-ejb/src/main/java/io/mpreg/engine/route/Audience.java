package io.mpreg.engine.route;

import io.mpreg.engine.topic.TopicChanges;
import io.mpreg.engine.topic.TopicName;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a topic has an audience. That it has none is kept until something changes; that it has
 * one is found out each time, because who is disabled changes without notice.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Audience implements BooleanSupplier {

    private final TopicChanges changes;
    private final TopicName topic;
    private final Predicate<TopicName> matches;
    private final BooleanSupplier question;
    private volatile TopicChanges.@Nullable Mark nobody;

    Audience(
            TopicChanges changes,
            TopicName topic,
            Predicate<TopicName> matches,
            BooleanSupplier question) {
        this.changes = changes;
        this.topic = topic;
        this.matches = matches;
        this.question = question;
    }

    @Override
    public boolean getAsBoolean() {
        TopicChanges.Mark known = nobody;
        if (known != null && changes.holds(known, topic)) {
            return false;
        }
        // Before looking, so that no change is missed.
        TopicChanges.Mark mark = changes.mark(topic);
        if (matches.test(topic)) {
            nobody = null;
            return question.getAsBoolean();
        }
        nobody = mark;
        return false;
    }
}
