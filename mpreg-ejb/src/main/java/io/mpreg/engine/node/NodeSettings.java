package io.mpreg.engine.node;

import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.route.RouterSettings;
import io.mpreg.engine.rpc.RpcSettings;
import io.mpreg.engine.session.SessionSettings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Everything that can be set of a node.
 *
 * @param identity who it is
 * @param data the folder of its durable data; no other node may use it
 * @param gate the limits of all requests
 * @param router how messages are routed
 * @param rpc the limits of RPC
 * @param pubSub the limits of pub/sub
 * @param queue the limits and defaults of queues
 * @param journal the sizes of the journal that keeps them
 * @param cache the limits of the cache
 * @param monitor what is remembered of what happens
 * @param session the limits of connections
 */
public record NodeSettings(
        NodeIdentity identity,
        Path data,
        GateSettings gate,
        RouterSettings router,
        RpcSettings rpc,
        PubSubSettings pubSub,
        QueueEngineSettings queue,
        JournalSettings journal,
        CacheSettings cache,
        MonitorSettings monitor,
        SessionSettings session) {

    public NodeSettings {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(rpc, "rpc");
        Objects.requireNonNull(pubSub, "pubSub");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(monitor, "monitor");
        Objects.requireNonNull(session, "session");
    }

    /**
     * What a node has that configures nothing.
     *
     * @param identity who it is
     * @param data the folder of its durable data
     */
    public static NodeSettings defaults(NodeIdentity identity, Path data) {
        return new NodeSettings(
                identity,
                data,
                GateSettings.defaults(),
                RouterSettings.defaults(),
                RpcSettings.defaults(),
                PubSubSettings.defaults(),
                QueueEngineSettings.defaults(),
                JournalSettings.defaults(),
                CacheSettings.defaults(),
                MonitorSettings.defaults(),
                SessionSettings.defaults());
    }
}
