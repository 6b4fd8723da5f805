package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.pubsub.World.Inbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a subscriber in the node's process learns of the end of its subscription. */
class EndingTest {

    private final World world = new World(PubSubSettings.defaults().buffer(2), 1);
    private final TopicClient client = world.client();
    private final Inbox inbox = new Inbox();
    private final List<String> ends = new ArrayList<>();

    private Subscription watched(TopicClient by, SubscriptionSpec spec) {
        Subscription subscription = inbox.on(by, spec);
        subscription
                .ended()
                .whenComplete(
                        (none, why) ->
                                ends.add(
                                        subscription.id()
                                                + " "
                                                + (why instanceof MpregException known
                                                        ? known.code()
                                                        : why)));
        return subscription;
    }

    @Test
    void oneThatIsTooSlowFails() {
        Subscription subscription =
                watched(
                        client,
                        SubscriptionSpec.of("a.*").id("s").onSlow(SlowConsumerPolicy.DISCONNECT));
        for (int i = 0; i < 3; i++) {
            client.publish("a.b", i);
        }
        assertThat(ends).isEmpty();
        world.settle();
        assertThat(ends).containsExactly("s LIMIT_REACHED");
        assertThat(subscription.ended().toCompletableFuture().handle((none, why) -> why))
                .isCompletedWithValueMatching(EndingTest::saysWhatToDo);
        int heard = inbox.messages.size();
        client.publish("a.b", 9);
        world.settle();
        assertThat(inbox.messages).hasSize(heard);
        assertThat(subscription.unsubscribe()).isFalse();
        assertThat(ends).hasSize(1);
    }

    private static boolean saysWhatToDo(Throwable why) {
        MpregException known = (MpregException) why;
        assertThat(known.getMessage()).contains("'s'", "'n1'", "2 messages", "Subscribe again");
        assertThat(known.details())
                .containsEntry("subscription", "s")
                .containsEntry("onSlow", "DISCONNECT")
                .containsEntry("limit", 2)
                .containsEntry("topic", "a.b")
                .containsKey("messageId");
        return true;
    }

    @Test
    void oneThatTheSubscriberEndsOrReplacesDoesNot() {
        watched(client, SubscriptionSpec.of("a").id("s1")).close();
        watched(client, SubscriptionSpec.of("a").id("s2"));
        watched(client, SubscriptionSpec.of("b").id("s2"));
        world.settle();
        assertThat(ends).containsExactlyInAnyOrder("s1 null", "s2 null");
        world.exchange.close();
        world.settle();
        assertThat(ends).hasSize(3).allMatch(end -> end.endsWith(" null"));
    }

    @Test
    void whoAsksLaterIsToldAtOnce() {
        Subscription subscription = inbox.on(client, SubscriptionSpec.of("a"));
        subscription.close();
        assertThat(subscription.ended().toCompletableFuture()).isCompleted();
    }

    @Test
    void oneWhoseDurableNameIsTakenOverFails() {
        watched(client, SubscriptionSpec.of("a").id("s1").durable("d"));
        watched(world.client(), SubscriptionSpec.of("a").id("s2").durable("d"));
        world.settle();
        assertThat(ends).containsExactly("s1 CONFLICT");
        // Who leaves by itself is not taken over.
        watched(world.client(), SubscriptionSpec.of("b").id("s3").durable("e")).close();
        watched(world.client(), SubscriptionSpec.of("b").id("s4").durable("e"));
        world.settle();
        assertThat(ends).containsExactly("s1 CONFLICT", "s3 null");
    }
}
