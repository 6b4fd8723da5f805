package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.ejb.config.NodeConfiguration;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.node.LocalNode;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.session.Dialect;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.session.Session;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.transport.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client and a node, in the compact form of the protocol and in JSON. */
class BinaryClientTest {

    private static final long PATIENCE_S = 30;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private LocalNode node;

    @BeforeEach
    void start(@TempDir Path folder) {
        NodeConfiguration configuration =
                NodeConfiguration.read(
                        key ->
                                key.equals("mpreg.node.data-dir")
                                        ? Optional.of(folder.toString())
                                        : Optional.empty());
        node =
                LocalNode.start(
                        configuration.node(),
                        new Platform(Clock.system(), timers, workers, Thread::new));
    }

    @AfterEach
    void stop() {
        node.close();
        timers.close();
        workers.shutdownNow();
    }

    /** A connection without a network. */
    private record Wire(LocalNode node, Dialect dialect) implements Connector {

        @Override
        public CompletionStage<Link> open(Link.Inbound inbound) {
            Join join = dialect == Dialect.BINARY ? Join.BINARY : Join.JSON;
            Channel channel =
                    new Channel() {
                        @Override
                        public void send(byte[] frame, Sent sent) {
                            if (dialect == Dialect.BINARY) {
                                inbound.binary(frame);
                            } else {
                                inbound.frame(frame);
                            }
                            sent.sent();
                        }

                        @Override
                        public void close(int code, String reason) {
                            inbound.closed(reason);
                        }
                    };
            Session session =
                    node.sessions()
                            .open(
                                    new Caller("test", "", Set.of(), Caller.Origin.REMOTE),
                                    channel,
                                    dialect);
            return CompletableFuture.completedFuture(
                    new Link() {
                        @Override
                        public boolean isBinary() {
                            return dialect == Dialect.BINARY;
                        }

                        @Override
                        public void send(byte[] message) {
                            session.frame(join.lone(message));
                        }

                        @Override
                        public void close() {
                            session.closed("closed");
                            inbound.closed("closed");
                        }
                    });
        }

        @Override
        public Attachment attachment() {
            return Attachment.REMOTE;
        }

        @Override
        public String target() {
            return "here";
        }
    }

    private RemoteMpregClient client(Dialect dialect) {
        return client(dialect, 0);
    }

    private RemoteMpregClient client(Dialect dialect, int packFrom) {
        return client(dialect, packFrom, ClientThreads.own());
    }

    private RemoteMpregClient client(Dialect dialect, int packFrom, ClientThreads threads) {
        return new ProtocolClient(
                        new Wire(node, dialect),
                        ClientSettings.of("test").packFrom(packFrom),
                        threads,
                        new ApplicationCodec.Unbound(new PayloadCodec()))
                .start();
    }

    @Test
    void bothFormsMeanTheSame() throws Exception {
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                // What a closed client subscribed to may end a little later.
                String topic = "t." + from + "." + to;
                try (RemoteMpregClient publisher = client(from);
                        RemoteMpregClient subscriber = client(to)) {
                    BlockingQueue<Message<Payload>> messages = new LinkedBlockingQueue<>();
                    subscriber
                            .topics()
                            .<Payload>subscribe(
                                    SubscriptionSpec.of(topic + ".#"),
                                    Payload.class,
                                    messages::add);
                    PublishReceipt receipt =
                            publisher
                                    .topics()
                                    .publish(
                                            Publication.on(topic)
                                                    .payload(Payload.json("{\"n\": 1}"))
                                                    .header("k", "v")
                                                    .correlationId("c"));
                    Message<Payload> message = messages.poll(PATIENCE_S, TimeUnit.SECONDS);
                    assertThat(receipt.matched()).isEqualTo(1);
                    assertThat(receipt.correlationId()).isEqualTo("c");
                    assertThat(message.id()).isEqualTo(receipt.messageId());
                    assertThat(message.topic()).isEqualTo(topic);
                    assertThat(message.payload().isJson()).isTrue();
                    assertThat(message.headers().get("k")).contains("v");
                    Payload bytes = new Payload("application/x", new byte[] {1, 2});
                    publisher.topics().publish(topic + ".y", bytes);
                    assertThat(messages.poll(PATIENCE_S, TimeUnit.SECONDS).payload())
                            .isEqualTo(bytes);
                    assertThatThrownBy(() -> publisher.topics().publish("mpreg.x", Payload.NULL))
                            .isInstanceOfSatisfying(
                                    MpregException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
                }
            }
        }
    }

    @Test
    void aSubscriptionThatIsTooSlowFails() {
        for (Dialect dialect : Dialect.values()) {
            String topic = "slow." + dialect;
            try (RemoteMpregClient client = client(dialect)) {
                Subscription subscription =
                        client.topics()
                                .<Payload>subscribe(
                                        SubscriptionSpec.of(topic)
                                                .onSlow(SlowConsumerPolicy.DISCONNECT)
                                                .credit(0),
                                        Payload.class,
                                        message -> {});
                int buffer = PubSubSettings.defaults().buffer();
                for (int i = 0; i <= buffer; i++) {
                    client.topics().publishAsync(Publication.on(topic).payload(Payload.NULL));
                }
                assertThat(
                                subscription
                                        .ended()
                                        .toCompletableFuture()
                                        .handle((none, why) -> ((MpregException) why).code()))
                        .succeedsWithin(Duration.ofSeconds(PATIENCE_S))
                        .isEqualTo(ErrorCode.LIMIT_REACHED);
                assertThat(client.topics().publish(topic, Payload.NULL).matched()).isZero();
            }
        }
    }

    @Test
    void longMessagesAndPackedOnesMeanTheSame() throws Exception {
        Payload random = new Payload("application/x", new byte[1_000_000]);
        new Random(1).nextBytes(random.bytes());
        Payload monotone = Payload.json("[" + "1,".repeat(400_000) + "1]");
        for (int packFrom : new int[] {0, 100}) {
            try (RemoteMpregClient here = client(Dialect.BINARY, packFrom);
                    RemoteMpregClient there = client(Dialect.BINARY, packFrom)) {
                String name = "long." + packFrom;
                BlockingQueue<Payload> heard = new LinkedBlockingQueue<>();
                there.topics()
                        .<Payload>subscribe(
                                SubscriptionSpec.of(name),
                                Payload.class,
                                message -> heard.add(message.payload()));
                there.rpc().register(FunctionSpec.named(name), call -> call.args().get(0));
                for (Payload payload : List.of(random, monotone, Payload.json("1"))) {
                    here.topics().publish(name, payload);
                    assertThat(heard.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(payload);
                    assertThat(here.rpc().call(name, payload).payload()).isEqualTo(payload);
                    here.cache("r").put(name, payload);
                    assertThat(there.cache("r").get(name).orElseThrow().payload())
                            .isEqualTo(payload);
                }
                Payload tooLong = new Payload("application/x", new byte[5 << 20]);
                assertThatThrownBy(() -> here.topics().publish(name, tooLong))
                        .isInstanceOfSatisfying(
                                MpregException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
            }
        }
    }

    @Test
    void everythingElseGoesAsAnObject() throws Exception {
        try (RemoteMpregClient client = client(Dialect.BINARY)) {
            client.cache("r").put("k", Payload.json("[1]"));
            assertThat(client.cache("r").get("k").orElseThrow().payload().text()).isEqualTo("[1]");
            BlockingQueue<String> taken = new LinkedBlockingQueue<>();
            client.queues().send("q", Payload.json("\"m\""));
            client.queues()
                    .<Payload>consume(
                            "q",
                            Payload.class,
                            delivery -> {
                                taken.add(delivery.payload().text());
                                delivery.ack();
                            });
            assertThat(taken.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("\"m\"");
            assertThat(client.rpc().call("mpreg.echo", Payload.json("7")).payload().text())
                    .isEqualTo("7");
        }
    }

    @Test
    void eachAcknowledgementOfManyHasItsOutcome() throws Exception {
        int count = 2_000;
        for (Dialect dialect : Dialect.values()) {
            try (RemoteMpregClient client = client(dialect)) {
                String queue = "q." + dialect;
                BlockingQueue<CompletionStage<Boolean>> outcomes = new LinkedBlockingQueue<>();
                BlockingQueue<Boolean> again = new LinkedBlockingQueue<>();
                client.queues().create(QueueSpec.named(queue));
                client.queues()
                        .<Payload>consume(
                                queue,
                                Payload.class,
                                delivery -> {
                                    outcomes.add(delivery.ack());
                                    again.add(delivery.ack().toCompletableFuture().join());
                                });
                for (int i = 0; i < count; i++) {
                    client.queues().sendAsync(queue, QueueMessage.of(Payload.json("1")));
                }
                for (int i = 0; i < count; i++) {
                    assertThat(
                                    outcomes.poll(PATIENCE_S, TimeUnit.SECONDS)
                                            .toCompletableFuture()
                                            .get(PATIENCE_S, TimeUnit.SECONDS))
                            .isTrue();
                    assertThat(again.poll(PATIENCE_S, TimeUnit.SECONDS)).isFalse();
                }
                QueueStats stats = client.queues().info(queue).orElseThrow().stats();
                assertThat(stats.depth()).isZero();
                assertThat(stats.acknowledged()).isEqualTo(count);
            }
        }
    }

    @Test
    void anAcknowledgementDoesNotWaitForAListenerThatTakesItsTime() throws Exception {
        try (RemoteMpregClient client = client(Dialect.BINARY)) {
            BlockingQueue<CompletionStage<Boolean>> outcomes = new LinkedBlockingQueue<>();
            Semaphore gone = new Semaphore(0);
            client.queues().send("q", Payload.json("1"));
            client.queues().send("q", Payload.json("2"));
            client.queues()
                    .<Payload>consume(
                            "q",
                            Payload.class,
                            delivery -> {
                                outcomes.add(delivery.ack());
                                gone.tryAcquire(PATIENCE_S, TimeUnit.SECONDS);
                            });
            assertThat(
                            outcomes.poll(PATIENCE_S, TimeUnit.SECONDS)
                                    .toCompletableFuture()
                                    .get(PATIENCE_S / 2, TimeUnit.SECONDS))
                    .isTrue();
            gone.release(2);
        }
    }

    @Test
    void whatWasAcknowledgedGoesBeforeTheClientEnds() throws Exception {
        Semaphore acknowledged = new Semaphore(0);
        Semaphore ended = new Semaphore(0);
        RemoteMpregClient client = client(Dialect.BINARY, 0, new Untimed(workers));
        client.queues().send("q", Payload.json("1"));
        client.queues()
                .<Payload>consume(
                        "q",
                        Payload.class,
                        delivery -> {
                            delivery.ack();
                            acknowledged.release();
                            ended.tryAcquire(PATIENCE_S, TimeUnit.SECONDS);
                        });
        assertThat(acknowledged.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        client.close();
        try (RemoteMpregClient other = client(Dialect.BINARY)) {
            assertThat(other.queues().info("q").orElseThrow().stats().acknowledged()).isEqualTo(1);
        }
        ended.release();
    }

    /** Threads with a clock that stands still. */
    private record Untimed(ExecutorService callbacks) implements ClientThreads {

        @Override
        public Runnable after(Duration delay, Runnable action) {
            return () -> {};
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public void close() {
            // They are the test's.
        }
    }

    @Test
    void callsMeanTheSameInBothForms() throws Exception {
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                try (RemoteMpregClient caller = client(from);
                        RemoteMpregClient provider = client(to)) {
                    String function = "f." + from + "." + to;
                    provider.rpc()
                            .register(
                                    FunctionSpec.named(function).version("3"),
                                    call -> {
                                        if (call.args().isEmpty()) {
                                            throw new IllegalStateException("nothing to do");
                                        }
                                        return Payload.json(
                                                "[\""
                                                        + call.function()
                                                        + "\",\""
                                                        + call.version()
                                                        + "\","
                                                        + call.args().get(0)
                                                        + ","
                                                        + call.kwargs().get("k")
                                                        + "]");
                                    });
                    String start = "[\"" + function + "\",\"3\",";
                    Command command =
                            Command.of("c", function, List.of(1, Map.of("$ref", "x")))
                                    .kwarg("k", true);
                    RpcResult result =
                            caller.rpc().execute(RpcRequest.of(command).correlationId("t"));
                    assertThat(result.result("c").payload().text())
                            .isEqualTo(start + "[1,{\"$ref\":\"x\"}],true]");
                    assertThat(result.correlationId()).isEqualTo("t");
                    assertThat(result.outcomes().get("c").attempt()).isEqualTo(1);
                    assertThat(result.successRate()).isEqualTo(100);
                    Payload bytes = new Payload("application/x", new byte[] {1});
                    assertThat(caller.rpc().call("mpreg.echo", bytes).payload()).isEqualTo(bytes);
                    assertThat(
                                    caller.rpc()
                                            .callAsync(function, "x")
                                            .thenApply(value -> value.payload().text())
                                            .toCompletableFuture()
                                            .get(PATIENCE_S, TimeUnit.SECONDS))
                            .isEqualTo(start + "\"x\",null]");
                    assertThatThrownBy(() -> caller.rpc().call(function))
                            .isInstanceOfSatisfying(
                                    MpregException.class,
                                    e -> {
                                        assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_FAILED);
                                        assertThat(e).hasMessage("nothing to do");
                                    });
                }
            }
        }
    }

    @Test
    void keepsOrderAndLosesNothingWithManyUnderWay() throws Exception {
        int count = 20_000;
        // Less than a subscription holds, whose subscriber may have no turn for a while.
        Semaphore room = new Semaphore(800);
        try (RemoteMpregClient publisher = client(Dialect.BINARY);
                RemoteMpregClient subscriber = client(Dialect.BINARY)) {
            BlockingQueue<String> texts = new LinkedBlockingQueue<>();
            subscriber
                    .topics()
                    .<Payload>subscribe(
                            SubscriptionSpec.of("t"),
                            Payload.class,
                            message -> {
                                texts.add(message.payload().text());
                                room.release();
                            });
            List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                assertThat(room.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
                receipts.add(
                        publisher
                                .topics()
                                .publishAsync(Publication.on("t").payload(Payload.json("" + i)))
                                .toCompletableFuture());
                if (receipts.size() == 200) {
                    for (CompletableFuture<PublishReceipt> receipt : receipts) {
                        receipt.get(PATIENCE_S, TimeUnit.SECONDS);
                    }
                    receipts.clear();
                }
            }
            for (int i = 0; i < count; i++) {
                assertThat(texts.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("" + i);
            }
        }
    }

    @Test
    void bringsEveryMessageToEverySubscriptionOfEveryConnection() throws Exception {
        int count = 4_000;
        int connections = 4;
        int each = 5;
        List<Semaphore> rooms = new ArrayList<>();
        List<RemoteMpregClient> clients = new ArrayList<>();
        List<BlockingQueue<String>> all = new ArrayList<>();
        try (RemoteMpregClient publisher = client(Dialect.BINARY)) {
            for (int i = 0; i < connections * each; i++) {
                if (i % each == 0) {
                    clients.add(client(i == 0 ? Dialect.JSON : Dialect.BINARY));
                }
                BlockingQueue<String> texts = new LinkedBlockingQueue<>();
                all.add(texts);
                Semaphore room = new Semaphore(400);
                rooms.add(room);
                clients.get(i / each)
                        .topics()
                        .<Payload>subscribe(
                                SubscriptionSpec.of("t.*"),
                                Payload.class,
                                message -> {
                                    texts.add(message.payload().text());
                                    room.release();
                                });
            }
            for (int i = 0; i < count; i++) {
                for (int s = 0; s < rooms.size(); s++) {
                    assertThat(rooms.get(s).tryAcquire(10, TimeUnit.SECONDS))
                            .as("message %d, subscription %d, got %d", i, s, all.get(s).size())
                            .isTrue();
                }
                publisher
                        .topics()
                        .publishAsync(Publication.on("t.x").payload(Payload.json("" + i)));
            }
            for (BlockingQueue<String> texts : all) {
                for (int i = 0; i < count; i++) {
                    assertThat(texts.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("" + i);
                }
            }
        } finally {
            clients.forEach(RemoteMpregClient::close);
        }
    }
}
