package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.pubsub.World.Inbox;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the past of a subscription ends and its present begins. */
class ReplayTest {

    private final World world = new World();
    private final TopicClient client = world.client(Runnable::run);
    private final Inbox inbox = new Inbox();

    @Test
    @Timeout(60)
    void whoComesWhileAMessageIsOnItsWayGetsItOnceAndInOrder() throws InterruptedException {
        Gatekeeper keeper = new Gatekeeper();
        world.router.add(TopicPattern.of("a.#"), keeper);
        client.publish("b", 0);
        Thread publisher =
                new Thread(
                        () -> {
                            client.publish("a.1", 1);
                            client.publish("b", 2);
                        });
        publisher.start();
        keeper.asked.await();
        Thread subscriber =
                new Thread(
                        () ->
                                inbox.on(
                                        client,
                                        SubscriptionSpec.of("#").backlog(Duration.ofMinutes(1))));
        subscriber.start();
        keeper.open.countDown();
        publisher.join();
        subscriber.join();
        client.publish("a.1", 3);
        assertThat(inbox.bodies()).containsExactly("0", "1", "2", "3");
        assertThat(inbox.messages.get(3)).extracting(Message::replayed).isEqualTo(false);
    }

    @Test
    void thePastEndsWhereTheSubscriptionIsFiled() {
        Platform platform = new Platform(world.time, world.time, Runnable::run, Thread::new);
        Hub hub =
                new Hub(
                        PubSubSettings.defaults(),
                        World.NODE,
                        platform,
                        new UlidSource(world.time, world.random),
                        world.router,
                        world.monitor);
        Backlog backlog = new Backlog(hub.settings, world.time, hub.sequencer);
        SubscriptionSpec spec = SubscriptionSpec.of("a").backlog(Duration.ofMinutes(1));
        Replay replay = new Replay(hub, backlog, spec, Terms.of(spec, hub.settings));
        backlog.add(message("1"), 0);
        replay.endWith(() -> {});
        backlog.add(message("2"), 0);
        assertThat(replay.messages())
                .extracting(kept -> kept.message.payload().text())
                .containsExactly("1");
    }

    private UnifiedMessage message(String body) {
        return new UnifiedMessage(
                new Ulid(1, Long.parseLong(body)),
                TopicName.of("a"),
                MessageKind.PUBSUB,
                Guarantee.AT_LEAST_ONCE,
                Priority.NORMAL,
                Payload.json(body),
                Headers.NONE,
                Provenance.local(MpregSystem.PUBSUB, World.NODE.cluster()),
                world.time.millis(),
                UnifiedMessage.NO_DEADLINE);
    }

    /** Holds whatever comes until it is told to let it go. */
    private static final class Gatekeeper implements Receiver {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public InterestKind kind() {
            return InterestKind.SUBSCRIPTION;
        }

        @Override
        public String id() {
            return "gatekeeper";
        }

        @Override
        public void accept(UnifiedMessage message) {
            asked.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
