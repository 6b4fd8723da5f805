package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Message;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A message that was kept already and not routed yet came by replay; who left after it and came
 * back before it was routed got it a second time.
 */
class ReturnWhileAMessageIsOnItsWayTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");

    private final CountDownLatch onItsWay = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<String> got = new CopyOnWriteArrayList<>();
    private volatile Ulid last;
    private volatile boolean held;

    @Test
    @Timeout(60)
    void whoReturnsMeanwhileGetsItOnce() throws InterruptedException {
        VirtualTime time = new VirtualTime();
        try (Exchange exchange =
                new Exchange(
                        PubSubSettings.defaults(),
                        NODE,
                        new Platform(time, time, Runnable::run, Thread::new),
                        new UlidSource(time, new Random(1)),
                        slow(new UnifiedRouter(NODE)),
                        Monitor.OFF)) {
            TopicClient client =
                    exchange.client(
                            new ClientContext(
                                    Caller.local("test"),
                                    new PayloadCodec(),
                                    new Gate(GateSettings.defaults()),
                                    Runnable::run));
            last = client.publish("a", Payload.json("0")).messageId();
            Thread publisher =
                    new Thread(
                            () -> {
                                held = true;
                                client.publish("a", Payload.json("1"));
                            });
            publisher.start();
            onItsWay.await();
            Thread subscriber =
                    new Thread(
                            () -> {
                                come(client).unsubscribe();
                                come(client);
                            });
            subscriber.start();
            while (subscriber.getState() == Thread.State.NEW
                    || subscriber.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            publisher.join();
            subscriber.join();
            client.publish("a", Payload.json("2"));
        }
        assertThat(got).containsExactly("1", "2");
    }

    private Subscription come(TopicClient client) {
        return client.<Payload>subscribe(
                SubscriptionSpec.of("a").since(last), Payload.class, this::take);
    }

    private void take(Message<Payload> message) {
        got.add(message.payload().text());
        last = message.id();
    }

    /* A router that is interrupted just before it looks for the way of one message. */
    private Router slow(Router router) {
        return (Router)
                Proxy.newProxyInstance(
                        Router.class.getClassLoader(),
                        new Class<?>[] {Router.class},
                        (proxy, method, arguments) -> {
                            if (held && method.getName().equals("dispatch")) {
                                held = false;
                                onItsWay.countDown();
                                goOn.await();
                            }
                            return method.invoke(router, arguments);
                        });
    }
}
