package io.mpreg.engine.cache;

import io.mpreg.engine.topic.TopicPattern;
import java.util.Objects;

/**
 * Messages that invalidate something.
 *
 * @param on the topics of the messages, of whichever system they are
 * @param region where something is dropped; it need not be there yet
 * @param what is dropped
 */
public record Trigger(TopicPattern on, String region, Invalidation what) {

    /**
     * @throws io.mpreg.api.MpregRequestException if the region or what is dropped is not valid
     */
    public Trigger {
        Objects.requireNonNull(on, "on");
        Names.region(region);
        what.check();
    }
}
