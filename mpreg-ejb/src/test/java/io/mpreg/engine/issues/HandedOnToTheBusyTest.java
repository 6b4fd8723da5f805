package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.pubsub.DropReason;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A member of a group that had no room lost what another one left to it, and what was published,
 * although it was to make publishers wait, or a third one had room.
 */
class HandedOnToTheBusyTest {

    private static final int BUFFER = 4;
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");

    private final VirtualTime time = new VirtualTime();
    private final Exchange exchange =
            new Exchange(
                    PubSubSettings.defaults().buffer(BUFFER),
                    NODE,
                    new Platform(time, time, Runnable::run, Thread::new),
                    new UlidSource(time, new Random(1)),
                    new UnifiedRouter(NODE),
                    Monitor.OFF);
    private final TopicClient client =
            exchange.client(
                    new ClientContext(
                            Caller.local("test"),
                            new PayloadCodec(),
                            new Gate(GateSettings.defaults()),
                            Runnable::run));
    private final List<String> got = new ArrayList<>();

    @AfterEach
    void close() {
        exchange.close();
    }

    /* None of them reads before it is allowed to. */
    private Subscription member(SlowConsumerPolicy policy) {
        return member(policy, GroupChoice.ROUND_ROBIN);
    }

    private Subscription member(SlowConsumerPolicy policy, GroupChoice choice) {
        SubscriptionSpec spec =
                SubscriptionSpec.of("a").group("g", choice).keyHeader("k").onSlow(policy).credit(0);
        return client.<Payload>subscribe(
                spec, Payload.class, message -> got.add(message.payload().text()));
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            Publication publication = Publication.on("a").payload(Payload.json("" + i));
            client.publishAsync(publication.header("k", "k"));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private long dropped() {
        return exchange.statistics().dropped().values().stream().mapToLong(n -> n).sum();
    }

    @Test
    void whatIsLeftGoesToWhoeverHasRoom() {
        Subscription full = member(SlowConsumerPolicy.DROP_OLDEST);
        publish(0, BUFFER);
        Subscription leaving = member(SlowConsumerPolicy.DROP_OLDEST);
        publish(BUFFER, 2 * BUFFER);
        Subscription empty = member(SlowConsumerPolicy.DROP_OLDEST);
        leaving.close();
        assertThat(dropped()).isZero();
        empty.request(100);
        assertThat(got).containsExactlyElementsOf(numbers(BUFFER, 2 * BUFFER));
        full.request(100);
        assertThat(got).hasSize(2 * BUFFER);
    }

    @Test
    void whatIsPublishedGoesToWhoeverHasRoom() {
        Subscription full = member(SlowConsumerPolicy.DROP_OLDEST);
        publish(0, BUFFER);
        Subscription empty = member(SlowConsumerPolicy.BLOCK);
        publish(BUFFER, 2 * BUFFER);
        assertThat(dropped()).isZero();
        full.request(100);
        empty.request(100);
        assertThat(got).containsExactlyInAnyOrderElementsOf(numbers(0, 2 * BUFFER));
    }

    @Test
    void whatIsLeftWaitsForAMemberThatMakesPublishersWait() {
        Subscription busy = member(SlowConsumerPolicy.BLOCK);
        publish(0, BUFFER);
        Subscription leaving = member(SlowConsumerPolicy.BLOCK);
        publish(BUFFER, 2 * BUFFER);
        leaving.close();
        for (int i = 0; i < 2 * BUFFER; i++) {
            // Longer than the time that a publisher would wait, but with something taken meanwhile.
            busy.request(1);
            time.advance(PubSubSettings.defaults().blockTime().minus(LOOK));
        }
        assertThat(got).containsExactlyElementsOf(numbers(0, 2 * BUFFER));
        assertThat(dropped()).isZero();
    }

    @Test
    void whatIsLeftDoesNotWaitForEver() {
        member(SlowConsumerPolicy.BLOCK);
        publish(0, BUFFER);
        Subscription leaving = member(SlowConsumerPolicy.BLOCK);
        publish(BUFFER, 2 * BUFFER);
        leaving.close();
        time.advance(PubSubSettings.defaults().blockTime().minus(LOOK));
        assertThat(dropped()).isZero();
        time.advance(LOOK.multipliedBy(2));
        assertThat(exchange.statistics().dropped())
                .containsEntry(DropReason.BLOCKED, (long) BUFFER);
    }

    @Test
    void whatWaitsForMembersThatLeaveAsWellIsCounted() {
        Subscription busy = member(SlowConsumerPolicy.BLOCK);
        publish(0, BUFFER);
        Subscription leaving = member(SlowConsumerPolicy.BLOCK);
        publish(BUFFER, 2 * BUFFER);
        leaving.close();
        busy.close();
        time.advance(LOOK);
        assertThat(exchange.statistics().dropped())
                .containsEntry(DropReason.NO_MEMBER, (long) BUFFER);
    }

    @Test
    void whereNobodyHasRoomThePolicyDecides() {
        member(SlowConsumerPolicy.DROP_NEWEST);
        publish(0, BUFFER);
        Subscription leaving = member(SlowConsumerPolicy.DROP_NEWEST);
        publish(BUFFER, 2 * BUFFER);
        leaving.close();
        assertThat(exchange.statistics().dropped()).containsEntry(DropReason.NEWEST, (long) BUFFER);
    }

    @Test
    void whatBelongsToAMemberStaysWithIt() {
        Subscription one = member(SlowConsumerPolicy.DROP_OLDEST, GroupChoice.STICKY);
        Subscription two = member(SlowConsumerPolicy.DROP_OLDEST, GroupChoice.STICKY);
        publish(0, BUFFER + 3);
        assertThat(exchange.statistics().dropped()).containsEntry(DropReason.OLDEST, 3L);
        one.request(100);
        two.request(100);
        assertThat(got).containsExactlyElementsOf(numbers(3, BUFFER + 3));
    }
}
