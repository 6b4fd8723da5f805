package io.mpreg.engine.gate;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.engine.topic.TopicName;
import java.util.Map;

/**
 * The one gate that every request passes before it reaches a system.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Gate {

    private static final String OWN_QUEUES = "mpreg.";

    private final GateSettings settings;

    public Gate(GateSettings settings) {
        this.settings = settings;
    }

    /**
     * Lets a message pass that is to be published or sent on a topic.
     *
     * @throws io.mpreg.api.MpregAccessException {@link ErrorCode#FORBIDDEN} below {@code mpreg.},
     *     where only the node publishes
     */
    public void admitPublish(Caller caller, TopicName topic) {
        if (topic.isControl() && caller.origin() != Caller.Origin.NODE) {
            throw MpregException.of(
                    ErrorCode.FORBIDDEN,
                    "topic '"
                            + topic
                            + "' belongs to the control plane: only the node publishes below"
                            + " 'mpreg.'; choose a topic that begins otherwise",
                    Map.of("topic", topic.value()));
        }
    }

    /**
     * Lets a request pass that changes a queue, sends to it or consumes from it.
     *
     * @throws io.mpreg.api.MpregAccessException {@link ErrorCode#FORBIDDEN} below {@code mpreg.},
     *     where the node keeps what is its own
     */
    public void admitQueue(Caller caller, String queue) {
        if (queue.startsWith(OWN_QUEUES) && caller.origin() != Caller.Origin.NODE) {
            throw MpregException.of(
                    ErrorCode.FORBIDDEN,
                    "queue '"
                            + queue
                            + "' belongs to the node: only it works with queues below 'mpreg.';"
                            + " choose a name that begins otherwise",
                    Map.of("queue", queue));
        }
    }

    /**
     * Lets a payload pass.
     *
     * @throws io.mpreg.api.MpregRequestException {@link ErrorCode#PAYLOAD_TOO_LARGE}
     */
    public void admitPayload(Payload payload) {
        if (payload.sizeBound() > settings.maxPayload()) {
            admitSize(payload.size());
        }
    }

    /**
     * Lets a payload of that many bytes pass, before it is built.
     *
     * @throws io.mpreg.api.MpregRequestException {@link ErrorCode#PAYLOAD_TOO_LARGE}
     */
    public void admitSize(long bytes) {
        if (bytes > settings.maxPayload()) {
            throw MpregException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the payload has "
                            + bytes
                            + " bytes, at most "
                            + settings.maxPayload()
                            + " may be (mpreg.transport.max-payload)",
                    Map.of("limit", settings.maxPayload(), "bytes", bytes));
        }
    }
}
