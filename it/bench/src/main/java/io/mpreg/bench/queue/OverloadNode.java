package io.mpreg.bench.queue;

import io.mpreg.api.queue.QueueClient;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/** The node that is offered too much, in this process or on a server, and its clients. */
final class OverloadNode implements AutoCloseable {

    private static final int PORT = 9680;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Clients clients;
    private final long pid;

    private OverloadNode(Clients clients, long pid) {
        this.clients = clients;
        this.pid = pid;
    }

    /** A node in this process. */
    static OverloadNode here(Path folder) {
        EngineNode node = new EngineNode(folder);
        OverloadNode made = new OverloadNode(node::queues, ProcessHandle.current().pid());
        made.open.push(node);
        return made;
    }

    /** A node on a server, whose clients have a connection each. */
    static OverloadNode on(Product product, Servers servers) throws Exception {
        Path place = servers.folder("overload-server");
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "overload",
                                "a",
                                Servers.freePort(PORT),
                                place,
                                place.resolve("data"),
                                Map.of(),
                                Set.of(Application.MPREG)));
        Deque<AutoCloseable> connections = new ArrayDeque<>();
        OverloadNode made =
                new OverloadNode(
                        name -> {
                            RemoteMpregClient client =
                                    MpregClients.connect(
                                            RemoteOptions.to(node.spec().webSocket())
                                                    .application(name));
                            connections.push(client);
                            return client.queues();
                        },
                        node.pid());
        made.open.push(() -> servers.stop(node));
        made.open.push(
                () -> {
                    while (!connections.isEmpty()) {
                        connections.pop().close();
                    }
                });
        return made;
    }

    /** The queues of a new client. */
    QueueClient client(String name) {
        return clients.queues(name);
    }

    /** The process whose heap holds the queue. */
    long pid() {
        return pid;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Makes clients. */
    private interface Clients {
        QueueClient queues(String name);
    }
}
