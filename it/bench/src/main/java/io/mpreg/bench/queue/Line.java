package io.mpreg.bench.queue;

import io.mpreg.bench.Options;
import io.mpreg.bench.peer.NatsServer;
import io.mpreg.bench.peer.RabbitServer;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Starts what is to be compared, and ends it in the opposite order. */
final class Line implements AutoCloseable {

    private static final int PORT = 9480;
    private static final int ARTEMIS_PORT = 9490;
    private static final String FORCED = "forced before it is confirmed";

    private final Path root;
    private final Servers servers;
    private final Options options;
    private final Lines lines;
    private final int bytes;
    private final int inFlight;
    private final Path folder;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Contender> contenders = new ArrayList<>();

    Line(Path root, Options options, Lines lines, int bytes, int inFlight) throws Exception {
        this.root = root;
        this.servers = new Servers(root);
        this.options = options;
        this.lines = lines;
        this.bytes = bytes;
        this.inFlight = inFlight;
        this.folder = servers.fresh("queue");
    }

    List<Contender> contenders() {
        return contenders;
    }

    /** A node in this process. */
    void node() {
        EngineNode node = new EngineNode(folder.resolve("node"));
        open.push(node);
        add(
                Contender.MPREG,
                Contender.IN_VM,
                FORCED,
                acknowledged ->
                        new MpregBroker(
                                node.queues("sender"),
                                node.queues("receiver"),
                                bytes,
                                acknowledged));
    }

    /** A node on a server. */
    void server(Product product) throws Exception {
        lines.progress("starting " + product.label());
        Path place = servers.folder("queue-server");
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "queue",
                                "a",
                                Servers.freePort(PORT),
                                place,
                                place.resolve("data"),
                                Map.of(),
                                Set.of(Application.MPREG)));
        open.push(() -> servers.stop(node));
        RemoteMpregClient sender = connect(node, "sender");
        RemoteMpregClient receiver = connect(node, "receiver");
        add(
                Contender.MPREG,
                Contender.SOCKET,
                FORCED,
                acknowledged ->
                        new MpregBroker(sender.queues(), receiver.queues(), bytes, acknowledged));
    }

    private RemoteMpregClient connect(RunningNode node, String application) {
        RemoteMpregClient client =
                MpregClients.connect(
                        RemoteOptions.to(node.spec().webSocket()).application(application));
        open.push(client);
        return client;
    }

    /** Artemis in this process, used without a network, over TCP, or both ways. */
    void artemis(boolean inVm, boolean socket) throws Exception {
        Optional<Brokers> found = Brokers.artemis(root);
        if (found.isEmpty()) {
            lines.skipped("artemis", "not installed");
            return;
        }
        lines.progress("starting artemis");
        Brokers artemis = found.get();
        artemis.start(
                folder.resolve("artemis"), Servers.freePort(ARTEMIS_PORT), RawForce.nanos(folder));
        open.push(artemis);
        String guarantee = FORCED + "; NIO journal";
        if (inVm) {
            add("artemis", Contender.IN_VM, guarantee, n -> artemis.inProcess(bytes, n));
        }
        if (socket) {
            add("artemis", Contender.SOCKET, guarantee, n -> artemis.overTcp(bytes, n));
        }
    }

    /** JetStream as it comes, which forces every two minutes, and told to force always. */
    void jetStream() throws Exception {
        Optional<Path> binary = NatsServer.binary();
        if (binary.isEmpty()) {
            lines.skipped("nats", "not installed");
            return;
        }
        jetStream(binary.get(), "nats", false, "written, forced every two minutes");
        jetStream(binary.get(), "nats-forced", true, FORCED);
    }

    private void jetStream(Path binary, String name, boolean forced, String guarantee)
            throws Exception {
        NatsServer server;
        try {
            server = NatsServer.withStreams(binary, folder.resolve(name), forced);
        } catch (IOException e) {
            lines.skipped(name, "this version of nats-server does not start that way");
            return;
        }
        open.push(server);
        add(name, Contender.SOCKET, guarantee, n -> new JetStreamBroker(server.url(), bytes, n));
    }

    /** RabbitMQ with a quorum queue. */
    void rabbitMq() throws Exception {
        Optional<Path> binary = RabbitServer.binary();
        if (binary.isEmpty()) {
            lines.skipped("rabbitmq", "no rabbitmq-server on the PATH");
            return;
        }
        Optional<RabbitQueues> client = RabbitQueues.load(root);
        if (client.isEmpty()) {
            lines.skipped("rabbitmq", "its client cannot be fetched with Maven");
            return;
        }
        lines.progress("starting rabbitmq");
        RabbitServer server = RabbitServer.start(binary.get(), servers.fresh("rabbitmq"));
        open.push(server);
        RabbitQueues rabbit = client.get();
        add(
                "rabbitmq",
                Contender.SOCKET,
                FORCED + "; quorum queue of one node",
                n -> rabbit.quorumQueue(server.port(), bytes, n));
    }

    private void add(String name, String way, String guarantee, Making making) {
        try {
            AtomicLong acknowledged = new AtomicLong();
            Broker broker = making.with(acknowledged);
            open.push(broker);
            Stream stream = new Stream(broker, acknowledged, inFlight);
            contenders.add(new Contender(name, way, guarantee, stream, new Series()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot use " + name, e);
        }
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Makes a broker that counts what its consumer acknowledges. */
    private interface Making {
        Broker with(AtomicLong acknowledged) throws Exception;
    }
}
