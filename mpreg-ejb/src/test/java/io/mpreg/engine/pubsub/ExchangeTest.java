package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.pubsub.World.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private final World world = new World();
    private final TopicClient client = world.client();
    private final Inbox inbox = new Inbox();

    @Test
    void aMessageThatMatchesSeveralPatternsComesOnce() {
        inbox.on(client, SubscriptionSpec.of("a.*", "a.#", "#"));
        PublishReceipt receipt = client.publish("a.b", "one");
        world.settle();
        assertThat(inbox.bodies()).containsExactly("one");
        assertThat(receipt.matched()).isEqualTo(1);
        assertThat(receipt.correlationId()).isEqualTo(receipt.messageId().toString());
        assertThat(inbox.messages.get(0).replayed()).isFalse();
    }

    @Test
    void aFilterLetsPassWhatHasItsHeaders() {
        inbox.on(client, SubscriptionSpec.of("a").filter(Map.of("k", "1")));
        assertThat(client.publish(Publication.on("a").payload("no").header("k", "2")).matched())
                .isZero();
        assertThat(client.publish(Publication.on("a").payload("yes").header("k", "1")).matched())
                .isOne();
        world.settle();
        assertThat(inbox.bodies()).containsExactly("yes");
    }

    @Test
    void onlyTheNodePublishesOnTheControlPlane() {
        assertThatThrownBy(() -> client.publish("mpreg.x", 1))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(client.publishAsync(Publication.on("mpreg.x")).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void theControlPlaneIsSeenByPatternsThatNameIt() {
        Inbox everything = new Inbox();
        everything.on(client, SubscriptionSpec.of("#"));
        inbox.on(client, SubscriptionSpec.of("mpreg.pubsub.#"));
        Subscription watched = new Inbox().on(client, SubscriptionSpec.of("a").id("x y"));
        watched.close();
        world.settle();
        assertThat(inbox.messages)
                .extracting(Message::topic)
                .contains(
                        "mpreg.pubsub.subscription.x%20y.created",
                        "mpreg.pubsub.subscription.x%20y.deleted");
        assertThat(everything.messages).isEmpty();
    }

    @Test
    void subscribingAgainUnderAnIdReplaces() {
        Inbox later = new Inbox();
        Subscription first = inbox.on(client, SubscriptionSpec.of("a").id("s"));
        Subscription second = later.on(client, SubscriptionSpec.of("b").id("s"));
        assertThat(client.publish("a", "1").matched()).isZero();
        assertThat(client.publish("b", "2").matched()).isOne();
        world.settle();
        assertThat(later.bodies()).containsExactly("2");
        assertThat(first.unsubscribe()).isFalse();
        assertThat(second.unsubscribe()).isTrue();
        assertThat(world.exchange.statistics().subscriptions()).isZero();
    }

    @Test
    void idsBelongToTheClient() {
        inbox.on(client, SubscriptionSpec.of("a").id("s"));
        new Inbox().on(world.client(), SubscriptionSpec.of("a").id("s"));
        assertThat(client.publish("a", "1").matched()).isEqualTo(2);
    }

    @Test
    void nothingIsDeliveredAfterUnsubscribing() {
        Subscription subscription = inbox.on(client, SubscriptionSpec.of("a"));
        client.publish("a", "1");
        assertThat(subscription.unsubscribe()).isTrue();
        world.settle();
        assertThat(inbox.messages).isEmpty();
    }

    @Test
    void aListenerMayEndItsOwnSubscription() {
        List<String> got = new ArrayList<>();
        Subscription[] self = new Subscription[1];
        self[0] =
                client.<String>subscribe(
                        "a",
                        String.class,
                        message -> {
                            got.add(message.body());
                            self[0].unsubscribe();
                        });
        client.publish("a", "1");
        client.publish("a", "2");
        world.settle();
        assertThat(got).containsExactly("1");
    }

    @Test
    void aListenerThatThrowsGoesOn() {
        List<String> got = new ArrayList<>();
        client.<String>subscribe(
                "a",
                String.class,
                message -> {
                    got.add(message.body());
                    throw new IllegalStateException("expected by the test");
                });
        client.publish("a", "1");
        client.publish("a", "2");
        world.settle();
        assertThat(got).containsExactly("1", "2");
        assertThat(world.exchange.statistics().failed()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsToldOnTheControlPlane() {
        inbox.on(client, SubscriptionSpec.of("mpreg.pubsub.subscription.*.failed"));
        List<Integer> numbers = new ArrayList<>();
        client.<Integer>subscribe(
                SubscriptionSpec.of("a").id("n"), Integer.class, m -> numbers.add(m.body()));
        client.publish("a", "no number");
        client.publish("a", 7);
        world.settle();
        assertThat(numbers).containsExactly(7);
        assertThat(inbox.messages)
                .extracting(Message::topic)
                .containsExactly("mpreg.pubsub.subscription.n.failed");
        assertThat(inbox.messages.get(0).payload().text()).contains("MPREG-2002", "\"a\"");
        assertThat(world.exchange.statistics().unreadable()).isOne();
    }

    @Test
    void creditLetsSoManyPass() {
        Subscription subscription = inbox.on(client, SubscriptionSpec.of("a").credit(1));
        for (int i = 0; i < 4; i++) {
            client.publish("a", i);
        }
        world.settle();
        assertThat(inbox.bodies()).containsExactly("0");
        subscription.request(2);
        world.settle();
        assertThat(inbox.bodies()).containsExactly("0", "1", "2");
    }

    @Test
    void theBacklogComesFirstAndFlagged() {
        client.publish("a.1", "old");
        world.time.advance(Duration.ofMinutes(10));
        PublishReceipt cursor = client.publish("a.2", "x");
        client.publish("a.1", "y");
        client.publish("b", "other");
        Subscription subscription =
                inbox.on(client, SubscriptionSpec.of("a.*").backlog(Duration.ofMinutes(5)));
        client.publish("a.1", "live");
        world.settle();
        assertThat(subscription.replayed()).isEqualTo(2);
        assertThat(inbox.bodies()).containsExactly("x", "y", "live");
        assertThat(inbox.messages).extracting(Message::replayed).containsExactly(true, true, false);

        Inbox since = new Inbox();
        since.on(client, SubscriptionSpec.of("a.*").since(cursor.messageId()));
        world.settle();
        assertThat(since.bodies()).containsExactly("y", "live");
    }

    @Test
    void latestIsTheNewestOfEachTopic() {
        for (int i = 0; i < 10; i++) {
            client.publish("a." + i % 3, i);
            world.time.advance(Duration.ofMinutes(30));
        }
        assertThat(client.latest("a.*", 2))
                .extracting(m -> m.payload().text())
                .containsExactly("9", "8");
        assertThat(client.latest("a.1", 5))
                .extracting(Message::payload)
                .containsExactly(Payload.json("7"));
        assertThat(client.latest("nothing.#", 5)).isEmpty();
    }

    @Test
    void aDurableNameKeepsWhatComesMeanwhile() {
        SubscriptionSpec spec = SubscriptionSpec.of("a", "b").durable("d");
        Subscription first = inbox.on(client, spec);
        client.publish("a", "1");
        world.settle();
        client.publish("a", "2");
        assertThat(first.unsubscribe()).isTrue();
        assertThat(first.unsubscribe()).isFalse();
        client.publish("b", "3");
        world.settle();
        Inbox later = new Inbox();
        Subscription second = later.on(world.client(), spec);
        client.publish("a", "4");
        world.settle();
        assertThat(inbox.bodies()).containsExactly("1");
        assertThat(second.replayed()).isEqualTo(2);
        assertThat(later.bodies()).containsExactly("2", "3", "4");
        second.close();
        world.time.advance(Duration.ofHours(25));
        world.settle();
        assertThat(world.exchange.statistics().subscriptions()).isZero();
    }

    @Test
    void aSlowSubscriberWithDisconnectIsEnded() {
        World small = new World(PubSubSettings.defaults().buffer(2), 1);
        TopicClient topics = small.client();
        inbox.on(topics, SubscriptionSpec.of("a").onSlow(SlowConsumerPolicy.DISCONNECT));
        for (int i = 0; i < 3; i++) {
            topics.publish("a", i);
        }
        small.settle();
        assertThat(topics.publish("a", 9).matched()).isZero();
        assertThat(small.exchange.statistics().subscriptions()).isZero();
        assertThat(small.exchange.drops())
                .singleElement()
                .satisfies(drop -> assertThat(drop.reason()).isEqualTo(DropReason.DISCONNECTED));
    }

    @Test
    void aGroupIsOneMatchAndShares() {
        Inbox other = new Inbox();
        SubscriptionSpec spec = SubscriptionSpec.of("a").group("g", GroupChoice.ROUND_ROBIN);
        inbox.on(client, spec);
        other.on(world.client(), spec);
        for (int i = 0; i < 10; i++) {
            assertThat(client.publish("a", i).matched()).isOne();
        }
        world.settle();
        assertThat(inbox.messages).hasSize(5);
        assertThat(other.messages).hasSize(5);
    }

    @Test
    void aStickyGroupKeepsAKeyTogether() {
        List<Inbox> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            members.add(new Inbox());
            members.get(i)
                    .on(
                            client,
                            SubscriptionSpec.of("a").group("g", GroupChoice.STICKY).keyHeader("k"));
        }
        for (int i = 0; i < 60; i++) {
            client.publish(Publication.on("a").payload(i % 20).header("k", "k" + i % 20));
        }
        world.settle();
        int keys = 0;
        for (Inbox member : members) {
            keys += (int) member.bodies().stream().distinct().count();
        }
        assertThat(keys).isEqualTo(20);
    }

    @Test
    void anExecutorThatRunsAtOnceKeepsOrder() {
        TopicClient direct = world.client(Runnable::run);
        List<String> got = new ArrayList<>();
        direct.<String>subscribe(
                "a",
                String.class,
                message -> {
                    got.add(message.body());
                    if (got.size() < 5_000) {
                        direct.publish("a", got.size());
                    }
                });
        direct.publish("a", 0);
        assertThat(got).hasSize(5_000).startsWith("0", "1", "2").endsWith("4999");
    }

    @Test
    void anExecutorThatRefusesIsAskedAgain() {
        boolean[] refuse = {true};
        TopicClient odd =
                world.client(
                        task -> {
                            if (refuse[0]) {
                                throw new java.util.concurrent.RejectedExecutionException("test");
                            }
                            task.run();
                        });
        inbox.on(odd, SubscriptionSpec.of("a"));
        odd.publish("a", "1");
        refuse[0] = false;
        world.time.advance(Duration.ofSeconds(1));
        assertThat(inbox.bodies()).containsExactly("1");
    }

    @Test
    void theTimelineOfAMessageIsKnown() {
        inbox.on(client, SubscriptionSpec.of("a"));
        PublishReceipt receipt = client.publish("a", "1");
        world.settle();
        assertThat(world.monitor.client().timelineOfCorrelation(receipt.correlationId()))
                .extracting(MonitorEvent::type)
                .containsExactly("message.published", "message.delivered");
    }

    @Test
    void aSlowSubscriberIsAnAlertOnceASecond() {
        World small = new World(PubSubSettings.defaults().buffer(1), 1);
        TopicClient topics = small.client();
        inbox.on(topics, SubscriptionSpec.of("mpreg.monitoring.alert.warning.*"));
        new Inbox().on(topics, SubscriptionSpec.of("a").id("s"));
        for (int i = 0; i < 5; i++) {
            topics.publish("a", i);
        }
        small.settle();
        assertThat(inbox.messages)
                .extracting(Message::topic)
                .containsExactly("mpreg.monitoring.alert.warning.slow_consumer");
        small.time.advance(Duration.ofSeconds(1));
        topics.publish("a", 5);
        topics.publish("a", 6);
        small.settle();
        assertThat(inbox.messages).hasSize(2);
        assertThat(inbox.messages.get(0).payload().text())
                .contains("\"subscription\":\"s\"", "\"reason\":\"OLDEST\"", "\"topic\":\"a\"");
    }

    @Test
    void largeMessagesFillABufferEarlier() {
        World small = new World(PubSubSettings.defaults().bytes(100_000, 50_000), 1);
        TopicClient topics = small.client();
        inbox.on(topics, SubscriptionSpec.of("a"));
        SubscriptionSpec durable = SubscriptionSpec.of("a").durable("d");
        Inbox away = new Inbox();
        away.on(topics, durable).close();
        for (int i = 0; i < 20; i++) {
            topics.publish("a", new Payload("x/y", new byte[10_000]));
        }
        topics.publish("a", new Payload("x/y", new byte[500_000]));
        assertThat(small.exchange.drops()).hasSizeBetween(20, 40);
        topics.publish("a", "small");
        away.on(topics, durable);
        small.settle();
        assertThat(inbox.messages).hasSizeLessThan(3);
        assertThat(away.messages).hasSizeLessThan(3);
        assertThat(inbox.messages.get(inbox.messages.size() - 1).body()).isEqualTo("small");
    }

    @Test
    void whatWaitsForAMemberThatLeavesGoesToTheOthers() {
        Inbox other = new Inbox();
        SubscriptionSpec spec = SubscriptionSpec.of("a").group("g", GroupChoice.ROUND_ROBIN);
        Subscription leaving = inbox.on(client, spec);
        other.on(world.client(), spec);
        for (int i = 0; i < 10; i++) {
            client.publish("a", i);
        }
        leaving.close();
        world.settle();
        assertThat(inbox.messages).isEmpty();
        assertThat(other.messages).hasSize(10);
    }

    @Test
    void aMemberThatEndsItselfLeavesTheRestToTheOthers() {
        SubscriptionSpec spec = SubscriptionSpec.of("a").group("g", GroupChoice.ROUND_ROBIN);
        List<String> got = new ArrayList<>();
        Subscription[] self = new Subscription[1];
        self[0] =
                client.<String>subscribe(
                        spec,
                        String.class,
                        message -> {
                            got.add(message.body());
                            self[0].unsubscribe();
                        });
        inbox.on(world.client(), spec);
        for (int i = 0; i < 10; i++) {
            client.publish("a", i);
        }
        world.settle();
        assertThat(got).hasSize(1);
        got.addAll(inbox.bodies());
        assertThat(got).doesNotHaveDuplicates().hasSize(10);
    }

    @Test
    void afterTheEndEverythingIsRefused() {
        inbox.on(client, SubscriptionSpec.of("a"));
        world.exchange.close();
        assertThatThrownBy(() -> client.publish("a", 1))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(world.exchange.statistics().subscriptions()).isZero();
    }
}
