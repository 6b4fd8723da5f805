package io.mpreg.bench.rpc;

import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.bench.Options;
import io.mpreg.bench.peer.NatsServer;
import io.mpreg.bench.peer.RabbitServer;
import io.mpreg.bench.report.Lines;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those who take part in a measurement, each with a provider that answers and a caller. */
final class Lineup implements AutoCloseable {

    private static final String FUNCTION = "bench.echo";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Options options;
    private final Lines lines;
    private final int bytes;
    private final List<Subject> subjects = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * @param bytes the length of an argument and a result
     */
    Lineup(Options options, Lines lines, int bytes) {
        this.options = options;
        this.lines = lines;
        this.bytes = bytes;
    }

    List<Subject> subjects() {
        return List.copyOf(subjects);
    }

    void mpreg(String url) {
        // A text in JSON has two quotes around it.
        String text = "x".repeat(Math.max(0, bytes - 2));
        RemoteMpregClient provider = connect(url, "provider");
        RemoteMpregClient caller = connect(url, "caller");
        provider.rpc()
                .register(
                        FunctionSpec.named(FUNCTION).concurrency(1000), call -> call.args().get(0));
        subjects.add(new Subject("mpreg", Map.of(), () -> caller.rpc().callAsync(FUNCTION, text)));
    }

    private RemoteMpregClient connect(String url, String application) {
        RemoteMpregClient client =
                MpregClients.connect(RemoteOptions.to(url).application(application));
        open.push(client);
        return client;
    }

    void nats() throws Exception {
        Optional<Path> binary = NatsServer.binary();
        if (!takesPart("nats", binary.isPresent(), "no nats-server on the PATH")) {
            return;
        }
        NatsServer server = NatsServer.start(binary.orElseThrow());
        open.push(server);
        Connection answering = Nats.connect(server.url());
        open.push(answering);
        Connection asking = Nats.connect(server.url());
        open.push(asking);
        Dispatcher echo =
                answering.createDispatcher(m -> answering.publish(m.getReplyTo(), m.getData()));
        echo.subscribe(FUNCTION);
        answering.flush(PATIENCE);
        byte[] raw = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        subjects.add(
                new Subject(
                        "nats",
                        Map.of("client", "jnats, request/reply"),
                        () -> asking.request(FUNCTION, raw)));
    }

    void vertx(Path root) throws Exception {
        Optional<CallPeer> found =
                options.measures("vertx") ? CallPeer.vertx(root) : Optional.empty();
        if (takesPart("vertx", found.isPresent(), "its jars cannot be fetched with Maven")) {
            CallPeer vertx = found.orElseThrow();
            vertx.start(bytes);
            open.push(vertx);
            subjects.add(new Subject("vertx", vertx.settings(), vertx::call));
        }
    }

    void rabbitMq(Path root, Path folder) throws Exception {
        Optional<Path> binary = RabbitServer.binary();
        if (!takesPart("rabbitmq", binary.isPresent(), "no rabbitmq-server on the PATH")) {
            return;
        }
        RabbitServer server = RabbitServer.start(binary.orElseThrow(), folder);
        open.push(server);
        Optional<CallPeer> found = CallPeer.rabbitMq(root, server.port());
        if (takesPart("rabbitmq", found.isPresent(), "its client cannot be fetched with Maven")) {
            CallPeer rabbit = found.orElseThrow();
            rabbit.start(bytes);
            open.push(rabbit);
            subjects.add(new Subject("rabbitmq", rabbit.settings(), rabbit::call));
        }
    }

    private boolean takesPart(String peer, boolean isThere, String otherwise) {
        boolean wanted = options.measures(peer);
        if (wanted && !isThere) {
            lines.skipped(peer, otherwise);
        }
        return wanted && isThere;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
