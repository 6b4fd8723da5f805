package io.mpreg.ejb.config;

import io.mpreg.api.MpregConfigException;
import io.mpreg.ejb.executor.WorkerSettings;
import io.mpreg.ejb.session.SocketSettings;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.gate.TicketSettings;
import io.mpreg.engine.node.NodeSettings;
import io.mpreg.engine.pubsub.PubSubSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The whole configuration of a node, checked.
 *
 * @param node what the engine is built from
 * @param workers the threads that it gets
 * @param socket how endpoints treat their connections
 * @param tickets how tickets for pages are kept
 * @param keys every key that there is
 */
public record NodeConfiguration(
        NodeSettings node,
        WorkerSettings workers,
        SocketSettings socket,
        TicketSettings tickets,
        Set<String> keys) {

    /** Where all keys begin. */
    public static final String PREFIX = "mpreg.";

    /** Keys of applications, which are no business of the node. */
    private static final String CLIENT_PREFIX = "mpreg.client.";

    public NodeConfiguration {
        keys = Set.copyOf(keys);
    }

    /**
     * Reads every key.
     *
     * @param source the value of a key, if it is set
     * @throws MpregConfigException listing all problems, if there is one
     */
    public static NodeConfiguration read(Function<String, Optional<String>> source) {
        Keys keys = new Keys(source);
        NodeKeys own = new NodeKeys(keys);
        SystemKeys systems = new SystemKeys(keys);
        QueueKeys queues = new QueueKeys(keys);
        TransportKeys transport = new TransportKeys(keys);
        WorkerSettings workers = own.workers();
        GateSettings gate = transport.gate();
        SocketSettings socket = transport.socket();
        TicketSettings tickets = transport.tickets();
        PubSubSettings pubSub = systems.pubSub();
        NodeSettings node =
                new NodeSettings(
                        own.identity(),
                        own.data(),
                        gate,
                        systems.router(),
                        systems.rpc(),
                        pubSub,
                        queues.queues(),
                        queues.journal(),
                        systems.cache(),
                        systems.monitor(),
                        transport.session(gate, socket, pubSub));
        if (!keys.problems().isEmpty()) {
            throw MpregConfigException.of(keys.problems());
        }
        return new NodeConfiguration(node, workers, socket, tickets, keys.read());
    }

    /** Those of the names that look like keys of a node and are none: misspelt, most likely. */
    public List<String> unknown(Iterable<String> names) {
        Set<String> unknown = new TreeSet<>();
        for (String name : names) {
            if (name.startsWith(PREFIX)
                    && !name.startsWith(CLIENT_PREFIX)
                    && !keys.contains(name)) {
                unknown.add(name);
            }
        }
        return List.copyOf(unknown);
    }
}
