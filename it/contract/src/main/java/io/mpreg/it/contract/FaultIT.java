package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregUnavailableException;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.client.ConnectionState;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a Java client does when its connection is cut, slow or dead, and its node goes and comes.
 */
@ExtendWith(ArquillianExtension.class)
public class FaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A fixed seed: every run cuts at the same places, as far as the network lets it. */
    private static final long SEED = 20260101;

    @ArquillianResource Deployer deployer;

    private FaultProxy proxy;

    @Deployment(name = "node", managed = false, testable = false)
    public static EnterpriseArchive node() {
        return Artefacts.configured("mpreg.transport.heartbeat=1s\n");
    }

    @BeforeEach
    void begin() throws Exception {
        deployer.deploy("node");
        proxy = FaultProxy.open();
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
        deployer.undeploy("node");
    }

    private RemoteMpregClient behindTheProxy() {
        return MpregClients.connect(
                RemoteOptions.to(proxy.webSocket()).timeout(LIMIT).patience(LIMIT));
    }

    private static RemoteMpregClient direct() {
        return MpregClients.connect(
                RemoteOptions.to(Node.webSocket()).timeout(LIMIT).patience(LIMIT));
    }

    @Test
    void whatIsRegisteredComesBackAfterEveryCut() throws Exception {
        try (RemoteMpregClient client = behindTheProxy();
                RemoteMpregClient other = direct()) {
            List<ConnectionState> states = new CopyOnWriteArrayList<>();
            client.onState(states::add);
            Registered registered = new Registered(client, "cut");
            registered.assertWorks(other);
            for (int i = 0; i < 5; i++) {
                int before = proxy.made();
                proxy.cut();
                await().atMost(LIMIT)
                        .until(
                                () ->
                                        proxy.made() > before
                                                && client.state() == ConnectionState.CONNECTED);
                registered.assertWorks(other);
            }
            List<ConnectionState> seen = new ArrayList<>(states);
            if (seen.get(0) == ConnectionState.CONNECTED) {
                seen.remove(0); // the first connection may come before or after the observer
            }
            assertThat(seen).startsWith(ConnectionState.CONNECTING);
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i))
                        .as("%s of %s", i, seen)
                        .isEqualTo(
                                i % 2 == 0
                                        ? ConnectionState.CONNECTING
                                        : ConnectionState.CONNECTED);
            }
        }
    }

    @Test
    void nothingOfAQueueIsLostByCutsWithinFrames() throws Exception {
        int messages = 2000;
        String queue = "cut-mid-frame";
        Random random = new Random(SEED);
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger came = new AtomicInteger();
        try (RemoteMpregClient client = behindTheProxy();
                RemoteMpregClient other = direct()) {
            other.queues().send(queue, QueueMessage.of(-1));
            other.queues().purge(queue);
            client.queues()
                    .<Integer>consume(
                            ConsumerSpec.of(queue).prefetch(50),
                            Integer.class,
                            delivery -> {
                                came.incrementAndGet();
                                seen.add(delivery.body());
                                delivery.ack();
                            });
            for (int i = 0; i < messages; i++) {
                if (i % 100 == 0) {
                    int connections = 1 + i / 100;
                    await().atMost(LIMIT)
                            .until(
                                    () ->
                                            proxy.made() >= connections
                                                    && client.state() == ConnectionState.CONNECTED);
                    proxy.cutAfter(1 + random.nextInt(3000));
                }
                other.queues().send(queue, QueueMessage.of(i));
            }
            await().atMost(LIMIT)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    other.queues()
                                                            .info(queue)
                                                            .orElseThrow()
                                                            .stats()
                                                            .depth())
                                            .isZero());
            assertThat(new TreeSet<>(seen))
                    .isEqualTo(new TreeSet<>(IntStream.range(0, messages).boxed().toList()));
            assertThat(came.get()).isGreaterThanOrEqualTo(messages);
            assertThat(proxy.made()).isGreaterThan(messages / 100);
            other.queues().delete(queue);
        }
    }

    @Test
    void whatIsSentAgainAfterACutIsKeptOnce() throws Exception {
        int messages = 200;
        String queue = "sent-again";
        try (RemoteMpregClient client = behindTheProxy();
                RemoteMpregClient other = direct()) {
            other.queues().create(QueueSpec.builder(queue).dedupe(Dedupe.ID).build());
            Random random = new Random(SEED);
            int again = 0;
            for (int i = 0; i < messages; i++) {
                if (i % 20 == 10) {
                    proxy.cutAfter(random.nextInt(200));
                }
                while (!sent(client, queue, i)) {
                    again++;
                }
            }
            assertThat(again).isPositive();
            assertThat(other.queues().info(queue).orElseThrow().stats().depth())
                    .isEqualTo(messages);
            other.queues().delete(queue);
        }
    }

    private static boolean sent(MpregClient client, String queue, int number) {
        try {
            client.queues().send(queue, QueueMessage.of(number).dedupeId("n" + number));
            return true;
        } catch (MpregUnavailableException e) {
            return false; // it may have been carried out: so once more, under the same id
        }
    }

    @Test
    void aConnectionThatOnlySeemsToBeThereIsGivenUp() throws Exception {
        try (RemoteMpregClient client = behindTheProxy();
                RemoteMpregClient other = direct()) {
            Registered registered = new Registered(client, "silent");
            registered.assertWorks(other);
            proxy.silent(true);
            await().atMost(LIMIT).until(() -> client.state() == ConnectionState.CONNECTING);
            // The node gives up its end as well, and what hung on it.
            await().atMost(LIMIT)
                    .until(() -> other.topics().publish("silent.topic", 1).matched() == 0);
            proxy.silent(false);
            proxy.cut();
            await().atMost(LIMIT).until(() -> client.state() == ConnectionState.CONNECTED);
            registered.assertWorks(other);
        }
    }

    @Test
    void aSlowLinkKeepsTheOrderAndLosesNothing() throws Exception {
        try (RemoteMpregClient client = behindTheProxy();
                RemoteMpregClient other = direct()) {
            List<Integer> heard = new CopyOnWriteArrayList<>();
            client.topics()
                    .subscribe("slow.topic", Integer.class, message -> heard.add(message.body()));
            assertThat(client.topics().publish("slow.first", 1).matched()).isZero();
            proxy.slow(512, 20);
            for (int i = 0; i < 300; i++) {
                other.topics().publish("slow.topic", i);
            }
            await().atMost(LIMIT).until(() -> heard.size() == 300);
            assertThat(heard).isEqualTo(IntStream.range(0, 300).boxed().toList());
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        }
    }

    @Test
    void theNodeGoesAndComes() throws Exception {
        try (RemoteMpregClient client = behindTheProxy()) {
            Registered registered = new Registered(client, "restart");
            try (RemoteMpregClient other = direct()) {
                registered.assertWorks(other);
                other.queues().send("restart-kept", QueueMessage.of("kept"));
            }
            deployer.undeploy("node");
            await().atMost(LIMIT).until(() -> client.state() == ConnectionState.CONNECTING);
            deployer.deploy("node");
            await().atMost(LIMIT).until(() -> client.state() == ConnectionState.CONNECTED);
            try (RemoteMpregClient other = direct()) {
                registered.assertWorks(other);
                assertThat(other.queues().info("restart-kept").orElseThrow().stats().depth())
                        .isEqualTo(1);
                other.queues().delete("restart-kept");
            }
        }
    }

    @Test
    void nothingIsLeftOfClientsThatWereClosed() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (RemoteMpregClient client = behindTheProxy()) {
                client.topics().subscribe("left.#", Integer.class, message -> {});
                proxy.cut();
                assertThat(client.state()).isNotEqualTo(ConnectionState.CLOSED);
            }
        }
        proxy.refusing(true);
        try (RemoteMpregClient client = behindTheProxy()) {
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
        }
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .noneMatch(
                                                thread ->
                                                        thread.getName()
                                                                .startsWith("mpreg-client")));
        try (Protocol protocol = Protocol.connect()) {
            await().atMost(LIMIT)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    protocol.ok(
                                                                    "publish",
                                                                    java.util.Map.of(
                                                                            "topic", "left.topic"))
                                                            .get("matched"))
                                            .isEqualTo(0L));
        }
    }

    /** A subscription, a consumer and a function of one client. */
    private static final class Registered {

        private final String name;
        private final Set<String> heard = ConcurrentHashMap.newKeySet();
        private final Set<String> consumed = ConcurrentHashMap.newKeySet();
        private int round;

        Registered(MpregClient client, String name) {
            this.name = name;
            client.topics().subscribe(name + ".topic", String.class, m -> heard.add(m.body()));
            client.queues().create(QueueSpec.named(name + "-queue"));
            client.queues()
                    .consume(
                            name + "-queue",
                            String.class,
                            delivery -> {
                                consumed.add(delivery.body());
                                delivery.ack();
                            });
            client.rpc()
                    .register(
                            FunctionSpec.named(name + ".twice"),
                            call -> call.<Integer>arg(0, Integer.class) * 2);
        }

        void assertWorks(MpregClient other) {
            String text = name + ++round;
            assertThat(other.topics().publish(name + ".topic", text).matched()).isEqualTo(1);
            other.queues().send(name + "-queue", QueueMessage.of(text));
            assertThat(other.rpc().call(name + ".twice", 21).as(Integer.class)).isEqualTo(42);
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> {
                                assertThat(heard).contains(text);
                                assertThat(consumed).contains(text);
                            });
        }
    }
}
