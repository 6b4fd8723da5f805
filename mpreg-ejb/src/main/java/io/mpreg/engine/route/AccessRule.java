package io.mpreg.engine.route;

import io.mpreg.engine.topic.TopicName;
import java.util.Optional;

/**
 * A party that says who may not receive messages on the topics under which it is filed.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Its answers do not change while it is
 * filed; another answer is another rule.
 */
public interface AccessRule extends Interest {

    @Override
    default InterestKind kind() {
        return InterestKind.ACCESS_RULE;
    }

    /** Why a party may not receive messages on a topic, in words for people; empty if it may. */
    Optional<String> denies(TopicName topic, Interest receiver);
}
