package io.mpreg.engine.route;

import java.util.Optional;

/**
 * A party that cares about topics: filed in the router under patterns, found by topic.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Compared by identity.
 */
public interface Interest {

    InterestKind kind();

    /** Its id within its system: a subscription, a queue, a provider, a rule. */
    String id();

    /** Why it takes nothing at present, in words for people; empty if it does. */
    default Optional<String> disabled() {
        return Optional.empty();
    }

    /** How it can be reached. Does not change while it is filed. */
    default Reach reach() {
        return Reach.LOCAL;
    }
}
