package io.mpreg.bench.pubsub;

import io.mpreg.bench.Options;
import io.mpreg.bench.peer.NatsServer;
import io.mpreg.bench.peer.RabbitServer;
import io.mpreg.bench.peer.RedisServer;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Servers;
import io.nats.client.Nats;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those who take part in a measurement, each with a publisher and subscribers that are ready. */
final class Lineup implements AutoCloseable {

    private static final int ARTEMIS_PORT = 15_618;

    private final Options options;
    private final Lines lines;
    private final int bytes;
    private final int connections;
    private final int each;
    private final List<Contender> contenders = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * @param bytes the length of a message
     * @param connections how many connections subscribe
     * @param each how many subscriptions each has
     */
    Lineup(Options options, Lines lines, int bytes, int connections, int each) {
        this.options = options;
        this.lines = lines;
        this.bytes = bytes;
        this.connections = connections;
        this.each = each;
    }

    List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    void mpreg(String url) throws Exception {
        add("mpreg", Map.of(), tally -> new MpregCarrier(url, bytes, connections, each, tally));
    }

    /** With a client that does nothing but what is needed here, and with that of its makers. */
    void nats() throws Exception {
        Optional<Path> binary = NatsServer.binary();
        boolean raw = takesPart("nats", binary.isPresent(), "no nats-server on the PATH");
        boolean whole = takesPart("jnats", binary.isPresent(), "no nats-server on the PATH");
        if (!raw && !whole) {
            return;
        }
        NatsServer server = NatsServer.start(binary.orElseThrow());
        open.push(server);
        if (raw) {
            add(
                    "nats",
                    Map.of("client", "raw, large buffers"),
                    tally -> new NatsCarrier(server.url(), bytes, connections, each, tally));
        }
        if (whole) {
            add(
                    "jnats",
                    Map.of("client", "jnats " + Nats.CLIENT_VERSION),
                    tally -> new NatsClientCarrier(server.url(), bytes, connections, each, tally));
        }
    }

    void redis() throws Exception {
        Optional<Path> binary = RedisServer.binary();
        if (takesPart("redis", binary.isPresent(), "no redis-server on the PATH")) {
            RedisServer server = RedisServer.start(binary.orElseThrow());
            open.push(server);
            add(
                    "redis",
                    Map.of("client", "raw, large buffers"),
                    tally -> new RedisCarrier(server.port(), bytes, connections, each, tally));
        }
    }

    void artemis(Path root) throws Exception {
        Optional<TopicPeer> found =
                options.measures("artemis") ? TopicPeer.artemis(root) : Optional.empty();
        if (takesPart("artemis", found.isPresent(), "its jars cannot be fetched with Maven")) {
            TopicPeer artemis = found.orElseThrow();
            artemis.start(Servers.freePort(ARTEMIS_PORT));
            open.push(artemis);
            add(
                    "artemis",
                    artemis.settings(),
                    tally -> artemis.carrier(bytes, connections, each, tally::received));
        }
    }

    void rabbitMq(Path root, Path folder) throws Exception {
        Optional<Path> binary = RabbitServer.binary();
        if (!takesPart("rabbitmq", binary.isPresent(), "no rabbitmq-server on the PATH")) {
            return;
        }
        Optional<TopicPeer> found = TopicPeer.rabbitMq(root);
        if (takesPart("rabbitmq", found.isPresent(), "its client cannot be fetched with Maven")) {
            RabbitServer server = RabbitServer.start(binary.orElseThrow(), folder);
            open.push(server);
            TopicPeer rabbit = found.orElseThrow();
            rabbit.start(server.port());
            add(
                    "rabbitmq",
                    rabbit.settings(),
                    tally -> rabbit.carrier(bytes, connections, each, tally::received));
        }
    }

    private boolean takesPart(String peer, boolean isThere, String otherwise) {
        boolean wanted = options.measures(peer);
        if (wanted && !isThere) {
            lines.skipped(peer, otherwise);
        }
        return wanted && isThere;
    }

    private void add(String name, Map<String, Object> settings, Making making) throws Exception {
        Tally tally = new Tally(connections * each);
        Carrier carrier = making.with(tally);
        open.push(carrier);
        int window = options.number("window", 2048);
        contenders.add(
                new Contender(name, new Flow(carrier, tally, window), settings, new Series()));
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Makes a carrier that tells a tally what comes. */
    private interface Making {
        Carrier with(Tally tally) throws Exception;
    }
}
