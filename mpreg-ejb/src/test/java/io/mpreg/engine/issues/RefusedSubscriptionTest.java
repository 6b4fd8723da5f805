package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A subscription that was refused took the one with it that had its id; and subscribers over a
 * connection could make publishers wait.
 */
class RefusedSubscriptionTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");

    private final VirtualTime time = new VirtualTime();
    private Exchange exchange = exchange(PubSubSettings.defaults());
    private final List<String> got = new ArrayList<>();

    /* One that keeps nothing beyond the process. */
    private Exchange exchange(PubSubSettings settings) {
        return new Exchange(
                settings,
                NODE,
                new Platform(time, time, Runnable::run, Thread::new),
                new UlidSource(time, new Random(1)),
                new UnifiedRouter(NODE),
                Monitor.OFF);
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    @Test
    void leavesTheOneUnderItsIdAlone() {
        TopicClient client = client(Caller.local("test"));
        subscribe(client, SubscriptionSpec.of("a.*").id("s"));
        SubscriptionSpec coalescing = SubscriptionSpec.of("b.*").id("s");
        assertThatThrownBy(() -> subscribe(client, coalescing.onSlow(SlowConsumerPolicy.COALESCE)))
                .isInstanceOf(MpregRequestException.class);
        assertThatThrownBy(() -> subscribe(client, SubscriptionSpec.of("b..c").id("s")))
                .isInstanceOf(RuntimeException.class);
        client.publish("a.x", "1");
        assertThat(got).containsExactly("a.x");
        subscribe(client, SubscriptionSpec.of("b.*").id("s"));
        client.publish("a.x", "2");
        client.publish("b.x", "3");
        assertThat(got).containsExactly("a.x", "b.x");
    }

    @Test
    void leavesItAloneWhereADurableNameCannotBeKept() {
        TopicClient client = client(Caller.local("test"));
        subscribe(client, SubscriptionSpec.of("a.*").id("s"));
        SubscriptionSpec durable = SubscriptionSpec.of("b.*").id("s").durable("d");
        assertThatThrownBy(() -> subscribe(client, durable.persistent(true)))
                .isInstanceOf(MpregException.class);
        client.publish("a.x", "1");
        assertThat(got).containsExactly("a.x");
        subscribe(client, durable);
        assertThatThrownBy(() -> subscribe(client, durable.persistent(true)))
                .isInstanceOf(MpregException.class);
        client.publish("a.x", "2");
        client.publish("b.x", "3");
        assertThat(got).containsExactly("a.x", "b.x");
    }

    @Test
    void leavesItAloneWhereThereIsNoRoom() {
        exchange.close();
        exchange = exchange(PubSubSettings.defaults().subscriptions(2));
        TopicClient client = client(Caller.local("test"));
        subscribe(client, SubscriptionSpec.of("a.*").id("s").durable("d"));
        subscribe(client, SubscriptionSpec.of("b.*").id("t"));
        for (SubscriptionSpec refused :
                List.of(
                        SubscriptionSpec.of("c.*").id("u"),
                        // A durable name keeps its place when its subscriber leaves.
                        SubscriptionSpec.of("c.*").id("s"),
                        SubscriptionSpec.of("c.*").id("s").durable("e"))) {
            assertThatThrownBy(() -> subscribe(client, refused))
                    .isInstanceOf(MpregLimitException.class);
        }
        client.publish("a.x", "1");
        client.publish("b.x", "2");
        assertThat(got).containsExactly("a.x", "b.x");
        // One that ends leaves its place to the one that replaces it.
        subscribe(client, SubscriptionSpec.of("c.*").id("t").durable("f"));
        subscribe(client, SubscriptionSpec.of("d.*").id("t").durable("f"));
        client.publish("b.x", "3");
        client.publish("c.x", "4");
        client.publish("d.x", "5");
        assertThat(got).containsExactly("a.x", "b.x", "d.x");
        assertThat(exchange.statistics().subscriptions()).isEqualTo(2);
        assertThatThrownBy(() -> subscribe(client, SubscriptionSpec.of("c.*")))
                .isInstanceOf(MpregLimitException.class);
    }

    @Test
    void nobodyOverAConnectionMakesPublishersWait() {
        TopicClient remote = client(new Caller("browser", "ann", Set.of(), Caller.Origin.REMOTE));
        subscribe(remote, SubscriptionSpec.of("a.*").id("s"));
        SubscriptionSpec blocking =
                SubscriptionSpec.of("a.*").id("s").onSlow(SlowConsumerPolicy.BLOCK);
        assertThatThrownBy(() -> subscribe(remote, blocking))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining("onSlow");
        TopicClient local = client(Caller.local("test"));
        local.publish("a.x", "1");
        assertThat(got).containsExactly("a.x");
        subscribe(local, blocking);
    }

    private void subscribe(TopicClient client, SubscriptionSpec spec) {
        client.<Payload>subscribe(spec, Payload.class, message -> got.add(message.topic()));
    }

    private TopicClient client(Caller caller) {
        return exchange.client(
                new ClientContext(
                        caller,
                        new PayloadCodec(),
                        new Gate(GateSettings.defaults()),
                        Runnable::run));
    }
}
