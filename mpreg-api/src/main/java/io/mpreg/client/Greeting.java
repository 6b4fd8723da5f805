package io.mpreg.client;

import io.mpreg.api.NodeInfo;
import io.mpreg.wire.Fields;
import java.time.Duration;
import java.util.Set;

/**
 * What a node says of itself.
 *
 * @param node who it is
 * @param heartbeat at which pace it and its clients look after each other
 * @param features what it knows of the compact form
 */
record Greeting(NodeInfo node, Duration heartbeat, Set<String> features) {

    /** The node before it has said who it is. */
    static final NodeInfo UNKNOWN = new NodeInfo("unknown", "unknown", "unknown");

    static Greeting of(Fields hello, Duration heartbeat) {
        return new Greeting(
                new NodeInfo(
                        hello.text("node", UNKNOWN.node()),
                        hello.text("cluster", UNKNOWN.cluster()),
                        hello.text("version", UNKNOWN.version())),
                hello.has("heartbeatMs") ? hello.millis("heartbeatMs") : heartbeat,
                Set.copyOf(hello.texts("features")));
    }
}
