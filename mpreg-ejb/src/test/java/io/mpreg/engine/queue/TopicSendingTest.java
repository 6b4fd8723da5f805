package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.RoutedReceipt;
import io.mpreg.api.queue.SendStrategy;
import io.mpreg.engine.queue.World.Inbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TopicSendingTest {

    private World world = new World();

    private void bind(String queue, int priority, int weight, String... patterns) {
        world.client.create(QueueSpec.named(queue));
        world.client.bind(new QueueBinding(queue, List.of(patterns), priority, weight, true));
    }

    private RoutedReceipt via(String topic, SendStrategy strategy) {
        return world.client.sendVia(topic, QueueMessage.of("m"), strategy);
    }

    private Map<String, Integer> spread(int sends, SendStrategy strategy) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < sends; i++) {
            List<String> queues = via("a.b", strategy).queues();
            assertThat(queues).hasSize(1);
            counts.merge(queues.get(0), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void everyMatchingQueueGetsExactlyOneCopyWithTheSameId() {
        bind("one", 0, 1, "a.*", "a.#", "#");
        bind("two", 0, 1, "*.b");
        bind("other", 0, 1, "x.y");
        RoutedReceipt receipt = via("a.b", SendStrategy.FANOUT_ALL);
        assertThat(receipt.queues()).containsExactly("one", "two");
        assertThat(receipt.matchedPatterns()).containsExactlyInAnyOrder("a.*", "a.#", "#", "*.b");
        assertThat(receipt.strategy()).isEqualTo(SendStrategy.FANOUT_ALL);
        Ulid one = world.client.browse("one", 5).get(0).messageId();
        assertThat(world.client.browse("one", 5)).hasSize(1);
        assertThat(world.client.browse("two", 5).get(0).messageId()).isEqualTo(one);
        assertThat(one).isEqualTo(receipt.messageId());
        assertThat(world.client.browse("two", 5).get(0).topic()).contains("a.b");
        assertThat(world.client.browse("other", 5)).isEmpty();
    }

    @Test
    void roundRobinTakesTurns() {
        bind("one", 0, 1, "a.*");
        bind("two", 0, 1, "a.*");
        bind("three", 0, 1, "a.*");
        assertThat(spread(9, SendStrategy.ROUND_ROBIN))
                .containsEntry("one", 3)
                .containsEntry("two", 3)
                .containsEntry("three", 3);
    }

    @Test
    void priorityWeightedChoosesAmongTheHighestByWeight() {
        bind("low", 1, 100, "a.*");
        bind("small", 5, 1, "a.*");
        bind("large", 5, 3, "a.*");
        Map<String, Integer> counts = spread(400, SendStrategy.PRIORITY_WEIGHTED);
        assertThat(counts).doesNotContainKey("low");
        assertThat(counts.get("large")).isBetween(240, 360);
    }

    @Test
    void randomSelectionGoesByWeight() {
        bind("small", 5, 1, "a.*");
        bind("large", 0, 3, "a.*");
        Map<String, Integer> counts = spread(400, SendStrategy.RANDOM_SELECTION);
        assertThat(counts.get("large")).isBetween(240, 360);
    }

    @Test
    void loadBalancedAvoidsWhatIsFull() {
        bind("busy", 0, 1, "a.*");
        bind("free", 0, 1, "a.*");
        for (int i = 0; i < 20; i++) {
            world.client.send("busy", "waiting");
        }
        assertThat(spread(10, SendStrategy.LOAD_BALANCED)).containsEntry("free", 10);
        assertThat(spread(40, SendStrategy.LOAD_BALANCED).get("busy")).isPositive();
    }

    @Test
    void theHighestPrioritiesWinWhereThereAreTooMany() {
        world = new World(QueueEngineSettings.defaults().routing(2, NoMatch.FAIL));
        bind("low", 0, 1, "a.*");
        bind("high", 9, 1, "a.*");
        bind("middle", 5, 1, "a.*");
        assertThat(via("a.b", SendStrategy.FANOUT_ALL).queues()).containsExactly("high", "middle");
        assertThat(world.engine.leftOut()).isEqualTo(1);
    }

    @Test
    void bindingAgainReplacesAndDisablingTakesOut() {
        bind("one", 0, 1, "a.*");
        bind("two", 1, 1, "a.*");
        bind("one", 7, 1, "a.*");
        assertThat(via("a.b", SendStrategy.PRIORITY_WEIGHTED).queues()).containsExactly("one");
        world.client.bind(new QueueBinding("one", List.of("a.*"), 7, 1, false));
        assertThat(via("a.b", SendStrategy.FANOUT_ALL).queues()).containsExactly("two");
        assertThat(world.client.unbind("two", List.of("a.*", "x"))).isEqualTo(1);
        assertThat(world.client.unbind("one", List.of())).isEqualTo(1);
        assertThatThrownBy(() -> via("a.b", SendStrategy.FANOUT_ALL))
                .hasMessageContaining("does not exist");
    }

    @Test
    void aDeletedQueueIsNoTarget() {
        bind("one", 0, 1, "a.*");
        world.client.delete("one");
        assertThatThrownBy(() -> via("a.b", SendStrategy.FANOUT_ALL))
                .satisfies(
                        e ->
                                assertThat(((MpregException) e).code())
                                        .isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void someQueuesMayRefuseTheirCopy() {
        world.client.create(QueueSpec.builder("small").maxDepth(1).build());
        bind("small", 0, 1, "a.*");
        bind("large", 0, 1, "a.*");
        via("a.b", SendStrategy.FANOUT_ALL);
        assertThat(via("a.b", SendStrategy.FANOUT_ALL).queues()).containsExactly("large");
        world.client.delete("large");
        assertThatThrownBy(() -> via("a.b", SendStrategy.FANOUT_ALL))
                .hasMessageContaining("capacity");
    }

    @Test
    void withoutAMatchTheConfiguredActionIsTaken() {
        world = new World(QueueEngineSettings.defaults().routing(50, NoMatch.DROP));
        assertThat(via("no.match", SendStrategy.FANOUT_ALL).queues()).isEmpty();

        world = new World(QueueEngineSettings.defaults().routing(50, NoMatch.FALLBACK_DIRECT));
        assertThatThrownBy(() -> via("no.match", SendStrategy.FANOUT_ALL))
                .isInstanceOf(MpregException.class);
        world.client.create(QueueSpec.named("no.match"));
        assertThat(via("no.match", SendStrategy.FANOUT_ALL).queues()).containsExactly("no.match");

        world = new World(QueueEngineSettings.defaults().routing(50, NoMatch.DEAD_LETTER));
        assertThat(via("no.match", SendStrategy.FANOUT_ALL).queues()).isEmpty();
        var dead = world.client.deadLetters(QueueEngineSettings.UNROUTABLE, 5);
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).topic()).contains("no.match");
        assertThat(dead.get(0).reason()).contains("no.match");
        world.client.create(QueueSpec.named("target"));
        assertThat(
                        world.client.redrive(
                                QueueEngineSettings.UNROUTABLE, List.of(), Optional.of("target")))
                .isEqualTo(1);
        assertThat(world.stats("target").depth()).isEqualTo(1);
    }

    @Test
    void retryingWaitsForABinding() {
        world = new World(QueueEngineSettings.defaults().routing(50, NoMatch.RETRY_WITH_BACKOFF));
        CompletableFuture<RoutedReceipt> outcome =
                world.client
                        .sendViaAsync("a.b", QueueMessage.of("m"), SendStrategy.FANOUT_ALL)
                        .toCompletableFuture();
        world.passMillis(150);
        assertThat(outcome).isNotDone();
        bind("late", 0, 1, "a.*");
        world.passMillis(300);
        assertThat(outcome.join().queues()).containsExactly("late");
        CompletableFuture<RoutedReceipt> never =
                world.client
                        .sendViaAsync("x.y", QueueMessage.of("m"), SendStrategy.FANOUT_ALL)
                        .toCompletableFuture();
        for (int i = 0; i < 10; i++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(never).isCompletedExceptionally();
    }

    @Test
    void aPatternIsConsumedThroughItsOwnQueue() {
        Inbox inbox = Inbox.acking();
        Consumer consumer =
                world.client.<String>subscribeToTopicPattern("orders.*.#", String.class, inbox);
        assertThat(consumer.queue()).isEqualTo("topic-queue-orders.%2A.%23");
        world.settle();
        world.client.sendVia("orders.eu.new", "m");
        world.settle();
        assertThat(inbox.bodies()).containsExactly("m");
    }

    @Test
    void aConsumerGroupIsKeptForBeforeItsConsumersCome() {
        Inbox early = Inbox.acking();
        world.client.<String>subscribeToTopicPattern("a.*", String.class, early);
        world.settle();
        List<String> queues = world.client.createConsumerGroup("late", List.of("a.*", "b.*"));
        world.settle();
        world.client.sendVia("a.x", "a");
        world.client.sendVia("b.x", "b");
        world.settle();
        assertThat(early.bodies()).containsExactly("a");
        Inbox late = Inbox.acking();
        queues.forEach(queue -> late.on(world.client, ConsumerSpec.of(queue).group("late")));
        world.settle();
        assertThat(late.bodies()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aGroupThatNobodyComesForIsGivenUp() {
        world.client.create(QueueSpec.named("q"));
        Inbox there = Inbox.acking();
        there.on(world.client, ConsumerSpec.of("q").group("there"));
        world.settle();
        Inbox.acking().on(world.client, ConsumerSpec.of("q").group("away")).close();
        world.settle();
        world.client.send("q", "m");
        world.settle();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        world.pass(Duration.ofHours(24));
        assertThat(world.stats("q").depth()).isZero();
        assertThat(world.client.deadLetters("q", 5).get(0).reason()).contains("away");
        world.client.send("q", "n");
        world.settle();
        assertThat(there.bodies()).containsExactly("m", "n");
        assertThat(world.stats("q").depth()).isZero();
    }
}
