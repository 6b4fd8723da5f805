package io.mpreg.engine.cache;

import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.topic.TopicName;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A topic on which something is told again and again, as long as somebody listens.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Outlet {

    private final TopicName topic;
    private volatile @Nullable BooleanSupplier audience;

    Outlet(TopicName topic) {
        this.topic = topic;
    }

    TopicName topic() {
        return topic;
    }

    /**
     * Whether anybody would receive a message on it.
     *
     * @param router the node's
     */
    boolean isHeard(Router router) {
        BooleanSupplier known = audience;
        if (known == null) {
            known = router.audience(topic, MessageKind.CACHE);
            audience = known;
        }
        return known.getAsBoolean();
    }
}
