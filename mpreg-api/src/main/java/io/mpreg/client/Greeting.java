package io.mpreg.client;

import io.mpreg.api.NodeInfo;
import io.mpreg.wire.Fields;
import java.time.Duration;

/**
 * What a node says of itself.
 *
 * @param node who it is
 * @param heartbeat at which pace it and its clients look after each other
 * @param terms what is agreed upon for the link
 */
record Greeting(NodeInfo node, Duration heartbeat, Terms terms) {

    /** The node before it has said who it is. */
    static final NodeInfo UNKNOWN = new NodeInfo("unknown", "unknown", "unknown");

    static Greeting of(Fields hello, Duration heartbeat, int packFrom) {
        return new Greeting(
                new NodeInfo(
                        hello.text("node", UNKNOWN.node()),
                        hello.text("cluster", UNKNOWN.cluster()),
                        hello.text("version", UNKNOWN.version())),
                hello.has("heartbeatMs") ? hello.millis("heartbeatMs") : heartbeat,
                Terms.of(hello, packFrom));
    }
}
