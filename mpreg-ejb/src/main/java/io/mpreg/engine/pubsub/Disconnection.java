package io.mpreg.engine.pubsub;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SlowConsumerPolicy;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Map;

/**
 * Ends a subscription that is too slow, on a worker.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Disconnection implements Runnable {

    private static final Logger LOG = System.getLogger(Disconnection.class.getName());

    private static final Duration RETRY = Duration.ofMillis(250);

    private final Hub hub;
    private final Runnable end;

    Disconnection(Hub hub, Runnable end) {
        this.hub = hub;
        this.end = end;
    }

    /** What the subscriber is told. */
    static MpregException why(Hub hub, DropRun lost) {
        String topic = String.valueOf(lost.first().topic());
        return MpregException.of(
                ErrorCode.LIMIT_REACHED,
                "subscription '"
                        + lost.subscription()
                        + "' on node '"
                        + hub.node.node()
                        + "' has ended, as its policy DISCONNECT demands: its buffer of "
                        + hub.settings.buffer()
                        + " messages or "
                        + hub.settings.bufferBytes()
                        + " bytes was full when a message on '"
                        + topic
                        + "' came, because its listener is slower than the publishers. Subscribe"
                        + " again with a quicker listener, a group, or a policy that drops"
                        + " messages",
                Map.of(
                        "subscription", lost.subscription(),
                        "onSlow", SlowConsumerPolicy.DISCONNECT.name(),
                        "limit", hub.settings.buffer(),
                        "limitBytes", hub.settings.bufferBytes(),
                        "topic", topic,
                        "messageId", lost.first().trackingId().toString()));
    }

    @Override
    public void run() {
        try {
            hub.platform.workers().execute(end);
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.WARNING, "no thread to end a slow subscription; trying again", e);
            hub.platform.timers().schedule(RETRY, this);
        }
    }
}
