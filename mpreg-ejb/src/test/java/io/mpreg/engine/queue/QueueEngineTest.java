package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.api.queue.QueueType;
import io.mpreg.api.queue.RedriveSpec;
import io.mpreg.api.queue.Refusal;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.queue.WaitingMessage;
import io.mpreg.engine.queue.World.Inbox;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.topic.TopicName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class QueueEngineTest {

    private final World world = new World();

    private void create(QueueSpec.Builder builder) {
        assertThat(world.client.create(builder.build())).isTrue();
    }

    private void send(String queue, String... bodies) {
        for (String body : bodies) {
            world.client.send(queue, body);
        }
    }

    private Inbox consume(String queue) {
        Inbox inbox = new Inbox();
        inbox.on(world.client, queue);
        world.settle();
        return inbox;
    }

    private static boolean done(java.util.concurrent.CompletionStage<Boolean> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void aMessageWaitsForItsConsumerAndIsDoneWhenAcknowledged() {
        SendReceipt receipt = world.client.send("q", "one");
        assertThat(receipt.duplicate()).isFalse();
        assertThat(receipt.durability()).isEqualTo(Durability.MEMORY);
        assertThat(receipt.correlationId()).isEqualTo(receipt.messageId().toString());
        assertThat(world.stats("q").depth()).isEqualTo(1);
        Inbox inbox = consume("q");
        Delivery<String> delivery = inbox.last();
        assertThat(delivery.body()).isEqualTo("one");
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.messageId()).isEqualTo(receipt.messageId());
        assertThat(delivery.topic()).isEmpty();
        assertThat(world.stats("q").inFlight()).isEqualTo(1);
        assertThat(world.stats("q").depth()).isZero();
        assertThat(done(delivery.ack())).isTrue();
        assertThat(done(delivery.ack())).isFalse();
        QueueStats stats = world.stats("q");
        assertThat(stats.sent()).isEqualTo(1);
        assertThat(stats.delivered()).isEqualTo(1);
        assertThat(stats.acknowledged()).isEqualTo(1);
        assertThat(stats.inFlight()).isZero();
        assertThat(stats.successRate()).isEqualTo(1);
    }

    @Test
    void fifoKeepsTheOrderOfSending() {
        send("q", "a", "b", "c", "d");
        assertThat(consume("q").bodies()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void priorityComesFirstAndFifoAmongEquals() {
        create(QueueSpec.builder("q").type(QueueType.PRIORITY));
        world.client.send("q", QueueMessage.of("low").priority(-1));
        world.client.send("q", QueueMessage.of("b1").priority(5));
        world.client.send("q", QueueMessage.of("a").priority(9));
        world.client.send("q", QueueMessage.of("b2").priority(5));
        assertThat(consume("q").bodies()).containsExactly("a", "b1", "b2", "low");
    }

    @Test
    void aDelayedMessageComesWhenItIsDue() {
        create(QueueSpec.builder("q").type(QueueType.DELAY));
        world.client.send("q", QueueMessage.of("late").delay(Duration.ofMillis(300)));
        world.client.send("q", QueueMessage.of("soon").delay(Duration.ofMillis(100)));
        world.client.send("q", QueueMessage.of("now"));
        Inbox inbox = consume("q");
        assertThat(inbox.bodies()).containsExactly("now");
        assertThat(world.stats("q").depth()).isEqualTo(2);
        world.passMillis(99);
        assertThat(inbox.bodies()).containsExactly("now");
        world.passMillis(1);
        assertThat(inbox.bodies()).containsExactly("now", "soon");
        world.passMillis(200);
        assertThat(inbox.bodies()).containsExactly("now", "soon", "late");
    }

    @Test
    void aMessageMayNameTheTimeOfItsDelivery() {
        QueueMessage message = QueueMessage.of("m");
        world.client.send("q", message.deliverAt(world.time.instant().plusMillis(500)));
        world.client.send("q", QueueMessage.of("past").deliverAt(Instant.EPOCH));
        Inbox inbox = consume("q");
        assertThat(inbox.bodies()).containsExactly("past");
        world.passMillis(500);
        assertThat(inbox.bodies()).containsExactly("past", "m");
    }

    @Test
    void delayedMessagesThatWaitForAConsumerComeInTheOrderInWhichTheyFellDue() {
        world.client.send("q", QueueMessage.of("late").delay(Duration.ofMillis(300)));
        world.client.send("q", QueueMessage.of("soon").delay(Duration.ofMillis(100)));
        world.passMillis(400);
        assertThat(consume("q").bodies()).containsExactly("soon", "late");
    }

    @Test
    void consumersOfAGroupShareAndEveryGroupGetsACopy() {
        create(QueueSpec.builder("q"));
        Inbox a1 = Inbox.acking();
        Inbox a2 = Inbox.acking();
        Inbox b = Inbox.acking();
        a1.on(world.client, ConsumerSpec.of("q").group("a"));
        a2.on(world.client, ConsumerSpec.of("q").group("a"));
        b.on(world.client, ConsumerSpec.of("q").group("b"));
        world.settle();
        for (int i = 0; i < 10; i++) {
            send("q", "m" + i);
            world.settle();
        }
        assertThat(a1.all.size() + a2.all.size()).isEqualTo(10);
        assertThat(a1.all).isNotEmpty();
        assertThat(a2.all).isNotEmpty();
        assertThat(b.all).hasSize(10);
        assertThat(world.stats("q").depth()).isZero();
    }

    @Test
    void aGroupWhoseConsumerIsAwayGetsItsCopyLater() {
        create(QueueSpec.builder("q"));
        Inbox a = Inbox.acking();
        a.on(world.client, ConsumerSpec.of("q").group("a"));
        Consumer away = Inbox.acking().on(world.client, ConsumerSpec.of("q").group("b"));
        world.settle();
        away.close();
        send("q", "m");
        world.settle();
        assertThat(a.bodies()).containsExactly("m");
        assertThat(world.stats("q").depth()).isEqualTo(1);
        Inbox b = Inbox.acking();
        b.on(world.client, ConsumerSpec.of("q").group("b"));
        world.settle();
        assertThat(b.bodies()).containsExactly("m");
        assertThat(world.stats("q").depth()).isZero();
    }

    @Test
    void aRefusedMessageComesAgainAfterADoublingBackoffAndIsADeadLetterInTheEnd() {
        create(QueueSpec.builder("q").maxRetries(3).backoff(Duration.ofSeconds(1)));
        send("q", "m");
        Inbox inbox = consume("q");
        for (int failed = 1; failed <= 3; failed++) {
            assertThat(done(inbox.last().nack("no " + failed))).isTrue();
            long least = 1000L << (failed - 1);
            world.passMillis(least - 1);
            assertThat(inbox.all).hasSize(failed);
            world.passMillis(least / 5 + 1);
            assertThat(inbox.all).hasSize(failed + 1);
            assertThat(inbox.last().attempt()).isEqualTo(failed + 1);
        }
        inbox.last().nack("no 4");
        world.pass(Duration.ofMinutes(10));
        assertThat(inbox.all).hasSize(4);
        List<DeadLetter> dead = world.client.deadLetters("q", 10);
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).attempts()).isEqualTo(4);
        assertThat(dead.get(0).lastError()).isEqualTo("no 4");
        assertThat(dead.get(0).reason()).contains("4 deliveries").contains("no 4");
        assertThat(dead.get(0).queue()).isEqualTo("q");
        assertThat(dead.get(0).payload().text()).isEqualTo("\"m\"");
        QueueStats stats = world.stats("q");
        assertThat(stats.failed()).isEqualTo(4);
        assertThat(stats.requeued()).isEqualTo(3);
        assertThat(stats.deadLettered()).isEqualTo(1);
        assertThat(stats.depth()).isZero();
        assertThat(stats.successRate()).isZero();
    }

    @Test
    void withoutBackoffARefusedMessageComesAgainAtOnceAtTheHead() {
        create(QueueSpec.builder("q").backoff(Duration.ZERO));
        send("q", "a", "b");
        Inbox inbox = new Inbox();
        inbox.on(world.client, ConsumerSpec.of("q").prefetch(1));
        world.settle();
        inbox.last().nack("again");
        world.settle();
        assertThat(inbox.bodies()).containsExactly("a", "a");
        assertThat(inbox.last().attempt()).isEqualTo(2);
    }

    @Test
    void delayAndDeadLetterAreOtherWaysToRefuse() {
        send("q", "later", "never");
        Inbox inbox = consume("q");
        inbox.all.get(0).nack(Refusal.delay(Duration.ofMillis(50), "not yet"));
        inbox.all.get(1).nack(Refusal.deadLetter("broken"));
        world.passMillis(49);
        assertThat(inbox.all).hasSize(2);
        world.passMillis(1);
        assertThat(inbox.last().body()).isEqualTo("later");
        assertThat(inbox.last().attempt()).isEqualTo(2);
        DeadLetter dead = world.client.deadLetters("q", 10).get(0);
        assertThat(dead.reason()).isEqualTo("broken");
        assertThat(dead.attempts()).isEqualTo(1);
    }

    @Test
    void anUnacknowledgedDeliveryFailsAfterTheTimeout() {
        create(QueueSpec.builder("q").ackTimeout(Duration.ofSeconds(5)).backoff(Duration.ZERO));
        send("q", "m");
        Inbox inbox = consume("q");
        world.passMillis(4_999);
        assertThat(inbox.all).hasSize(1);
        world.passMillis(1);
        assertThat(inbox.all).hasSize(2);
        assertThat(inbox.last().attempt()).isEqualTo(2);
        assertThat(done(inbox.all.get(0).ack())).isFalse();
        assertThat(done(inbox.all.get(1).ack())).isTrue();
        assertThat(world.stats("q").failed()).isEqualTo(1);
    }

    @Test
    void extendAllowsMoreTime() {
        create(QueueSpec.builder("q").ackTimeout(Duration.ofSeconds(5)).backoff(Duration.ZERO));
        send("q", "m");
        Inbox inbox = consume("q");
        world.passMillis(4_000);
        assertThat(done(inbox.last().extend(Duration.ofSeconds(10)))).isTrue();
        world.passMillis(9_999);
        assertThat(inbox.all).hasSize(1);
        world.passMillis(1);
        assertThat(inbox.all).hasSize(2);
        assertThat(done(inbox.all.get(0).extend(Duration.ofSeconds(1)))).isFalse();
    }

    @Test
    void aConsumerThatGoesReturnsItsMessagesAtOnceInOrderAndUncounted() {
        send("q", "a", "b", "c");
        Inbox first = new Inbox();
        Consumer consumer = first.on(world.client, "q");
        world.settle();
        first.all.get(1).ack();
        consumer.close();
        assertThat(done(first.all.get(0).ack())).isFalse();
        Inbox second = consume("q");
        assertThat(second.bodies()).containsExactly("a", "c");
        assertThat(second.all).allMatch(d -> d.attempt() == 1);
        assertThat(world.stats("q").failed()).isZero();
    }

    @Test
    void prefetchBoundsUnsettledDeliveriesAndRequestAllowsMore() {
        for (int i = 0; i < 100; i++) {
            send("q", "m" + i);
        }
        Inbox inbox = new Inbox();
        Consumer consumer = inbox.on(world.client, ConsumerSpec.of("q").prefetch(3));
        world.settle();
        assertThat(inbox.all).hasSize(3);
        inbox.last().ack();
        world.settle();
        assertThat(inbox.all).hasSize(4);
        consumer.request(2);
        world.settle();
        assertThat(inbox.all).hasSize(6);
        consumer.close();
        assertThat(consume("q").all).hasSize(64);
    }

    @Test
    void autoAckSettlesWhatTheListenerTook() {
        send("q", "a", "b");
        Inbox inbox = new Inbox();
        inbox.on(world.client, ConsumerSpec.of("q").autoAck(true).prefetch(1));
        world.settle();
        assertThat(inbox.bodies()).containsExactly("a", "b");
        assertThat(world.stats("q").acknowledged()).isEqualTo(2);
    }

    @Test
    void aListenerThatThrowsRefusesWithItsMessage() {
        create(QueueSpec.builder("q").maxRetries(0));
        send("q", "m");
        world.client.<String>consume(
                ConsumerSpec.of("q"),
                String.class,
                delivery -> {
                    throw new IllegalStateException("cannot");
                });
        world.settle();
        assertThat(world.client.deadLetters("q", 1).get(0).lastError()).isEqualTo("cannot");
    }

    @Test
    void aPayloadThatDoesNotConvertIsADeadLetterAtOnce() {
        send("q", "text");
        world.client.<Integer>consume(ConsumerSpec.of("q"), Integer.class, Delivery::ack);
        world.settle();
        DeadLetter dead = world.client.deadLetters("q", 1).get(0);
        assertThat(dead.reason()).startsWith("not readable: MPREG-2002");
        assertThat(world.stats("q").deadLettered()).isEqualTo(1);
    }

    @Test
    void orderingKeysAreFifoPerKeyAndParallelAcrossKeys() {
        for (String body : List.of("x1", "x2", "y1", "x3", "y2")) {
            world.client.send("q", QueueMessage.of(body).orderingKey(body.substring(0, 1)));
        }
        Inbox inbox = consume("q");
        assertThat(inbox.bodies()).containsExactly("x1", "y1");
        inbox.all.get(0).ack();
        world.settle();
        assertThat(inbox.bodies()).containsExactly("x1", "y1", "x2");
        inbox.all.get(1).nack(Refusal.deadLetter("bad"));
        inbox.all.get(2).ack();
        world.settle();
        assertThat(inbox.bodies().subList(3, 5)).containsExactlyInAnyOrder("y2", "x3");
    }

    @Test
    void aKeyWaitsWhileItsMessageIsPutOff() {
        world.client.send("q", QueueMessage.of("x1").orderingKey("x"));
        world.client.send("q", QueueMessage.of("x2").orderingKey("x"));
        Inbox inbox = consume("q");
        inbox.last().nack(Refusal.delay(Duration.ofSeconds(1), "later"));
        world.passMillis(999);
        assertThat(inbox.bodies()).containsExactly("x1");
        world.passMillis(1);
        assertThat(inbox.bodies()).containsExactly("x1", "x1");
        inbox.last().ack();
        world.settle();
        assertThat(inbox.bodies()).containsExactly("x1", "x1", "x2");
    }

    @Test
    void messagesExpire() {
        create(QueueSpec.builder("q").timeToLive(Duration.ofSeconds(10)));
        send("q", "queue");
        world.client.send("q", QueueMessage.of("own").timeToLive(Duration.ofSeconds(2)));
        world.pass(Duration.ofSeconds(2));
        assertThat(world.stats("q").expired()).isEqualTo(1);
        assertThat(world.client.browse("q", 5)).hasSize(1);
        world.pass(Duration.ofSeconds(8));
        assertThat(world.stats("q").expired()).isEqualTo(2);
        assertThat(world.stats("q").depth()).isZero();
        assertThat(consume("q").all).isEmpty();
    }

    @Test
    void onlyABlockingSendThatIsRefusedShowsWhereItWas() {
        create(QueueSpec.builder("small").maxDepth(1));
        send("small", "a");
        assertThatThrownBy(() -> world.client.send("small", "b"))
                .isInstanceOf(MpregLimitException.class)
                .satisfies(e -> assertThat(e.getStackTrace()).isNotEmpty());
        assertThat(world.client.sendAsync("small", QueueMessage.of("b")).toCompletableFuture())
                .isCompletedExceptionally()
                .satisfies(
                        refused ->
                                assertThat(refused.handle((r, failure) -> failure).join())
                                        .isInstanceOf(MpregLimitException.class)
                                        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty()));
    }

    @Test
    void aFullQueueRefusesWithItsNameAndAdvice() {
        create(QueueSpec.builder("small").maxDepth(2));
        send("small", "a", "b");
        assertThatThrownBy(() -> send("small", "c"))
                .isInstanceOf(MpregLimitException.class)
                .hasMessageContaining("capacity")
                .hasMessageContaining("small")
                .satisfies(
                        e -> {
                            MpregException limit = (MpregException) e;
                            assertThat(limit.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
                            assertThat(limit.details()).containsEntry("limit", 2L);
                            assertThat(limit.details()).containsKey("retryAfterMs");
                        });
        consume("small").all.get(0).ack();
        send("small", "c");
    }

    @Test
    void duplicatesByIdAreReportedWithTheFirstId() {
        create(QueueSpec.builder("q").dedupe(Dedupe.ID).dedupeWindow(Duration.ofMinutes(1)));
        SendReceipt first = world.client.send("q", QueueMessage.of("a").dedupeId("k"));
        SendReceipt second = world.client.send("q", QueueMessage.of("b").dedupeId("k"));
        assertThat(second.duplicate()).isTrue();
        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(world.stats("q").depth()).isEqualTo(1);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.client.send("q", QueueMessage.of("b").dedupeId("k")).duplicate())
                .isFalse();
        Ulid id = first.messageId();
        SendReceipt third = world.client.send("q", QueueMessage.of("c").messageId(id));
        assertThat(third.duplicate()).isFalse();
        assertThat(world.client.send("q", QueueMessage.of("c").messageId(id)).duplicate()).isTrue();
    }

    @Test
    void duplicatesByFingerprintHaveTheSameTopicPayloadAndHeaders() {
        create(QueueSpec.builder("q").dedupe(Dedupe.FINGERPRINT));
        QueueMessage message = QueueMessage.of("a").topic("t.x").header("h", "1");
        assertThat(world.client.send("q", message).duplicate()).isFalse();
        assertThat(world.client.send("q", message.correlationId("other")).duplicate()).isTrue();
        assertThat(world.client.send("q", message.header("h", "2")).duplicate()).isFalse();
        assertThat(world.client.send("q", message.topic("t.y")).duplicate()).isFalse();
    }

    @Test
    void exactlyOnceRefusesWhatWasAcknowledgedWithinTheWindow() {
        QueueMessage message =
                QueueMessage.of("a")
                        .guarantee(Guarantee.EXACTLY_ONCE)
                        .messageId(world.ulids.next());
        assertThat(world.client.send("q", message).duplicate()).isFalse();
        assertThat(world.client.send("q", message).duplicate()).isTrue();
        consume("q").last().ack();
        assertThat(world.client.send("q", message).duplicate()).isTrue();
        world.pass(Duration.ofMinutes(5));
        assertThat(world.client.send("q", message).duplicate()).isFalse();
    }

    @Test
    void exactlyOnceGoesAlsoForWhatIsSentAgainFromTheDeadLetters() {
        QueueMessage message =
                QueueMessage.of("a")
                        .guarantee(Guarantee.EXACTLY_ONCE)
                        .messageId(world.ulids.next());
        world.client.send("q", message);
        Inbox inbox = consume("q");
        inbox.last().nack(Refusal.deadLetter("bad"));
        assertThat(world.client.redrive("q", RedriveSpec.all())).isEqualTo(1);
        assertThat(world.client.send("q", message).duplicate()).isTrue();
        world.settle();
        inbox.last().ack();
        assertThat(world.client.send("q", message).duplicate()).isTrue();
        world.settle();
        assertThat(inbox.all).hasSize(2);
    }

    @Test
    void fireAndForgetIsForThoseWhoAreThereNow() {
        create(QueueSpec.builder("q"));
        QueueMessage message = QueueMessage.of("gone").guarantee(Guarantee.FIRE_AND_FORGET);
        world.client.send("q", message);
        Inbox inbox = consume("q");
        assertThat(inbox.all).isEmpty();
        world.client.send("q", QueueMessage.of("here").guarantee(Guarantee.FIRE_AND_FORGET));
        assertThat(world.stats("q").depth()).isZero();
        world.settle();
        assertThat(inbox.bodies()).containsExactly("here");
        assertThat(world.stats("q").inFlight()).isZero();
        assertThat(done(inbox.last().ack())).isFalse();
    }

    @Test
    void broadcastReachesEveryoneWhoIsThereAndIsDoneWhenAllAcknowledged() {
        create(QueueSpec.builder("q"));
        Inbox one = consume("q");
        Inbox two = consume("q");
        world.client.send("q", QueueMessage.of("all").guarantee(Guarantee.BROADCAST));
        world.settle();
        Inbox late = consume("q");
        assertThat(one.bodies()).containsExactly("all");
        assertThat(two.bodies()).containsExactly("all");
        assertThat(late.all).isEmpty();
        one.last().ack();
        assertThat(world.stats("q").inFlight()).isEqualTo(1);
        two.last().ack();
        world.settle();
        assertThat(world.stats("q").inFlight()).isZero();
        assertThat(world.stats("q").depth()).isZero();
    }

    @Test
    void broadcastWithoutConsumersWaitsForTheFirst() {
        world.client.send("q", QueueMessage.of("all").guarantee(Guarantee.BROADCAST));
        assertThat(world.stats("q").depth()).isEqualTo(1);
        Inbox one = consume("q");
        assertThat(one.bodies()).containsExactly("all");
        one.last().ack();
        world.settle();
        assertThat(consume("q").all).isEmpty();
    }

    @Test
    void aQuorumIsDoneWhenEnoughHaveAcknowledged() {
        create(QueueSpec.builder("q"));
        Inbox one = consume("q");
        Inbox two = consume("q");
        Inbox three = consume("q");
        QueueMessage message = QueueMessage.of("vote").guarantee(Guarantee.QUORUM).requiredAcks(2);
        world.client.send("q", message);
        world.settle();
        one.last().ack();
        assertThat(world.engine.queue("q").orElseThrow().load()).isEqualTo(1);
        two.last().ack();
        assertThat(world.engine.queue("q").orElseThrow().load()).isZero();
        assertThat(done(three.last().ack())).isTrue();
        world.settle();
        assertThat(world.stats("q").inFlight()).isZero();
    }

    @Test
    void aQuorumWaitsForMoreConsumersIfThereAreTooFew() {
        create(QueueSpec.builder("q"));
        Inbox one = consume("q");
        QueueMessage message = QueueMessage.of("vote").guarantee(Guarantee.QUORUM).requiredAcks(2);
        world.client.send("q", message);
        world.settle();
        one.last().ack();
        world.settle();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        Inbox two = consume("q");
        assertThat(two.bodies()).containsExactly("vote");
        assertThat(one.all).hasSize(1);
        two.last().ack();
        world.settle();
        assertThat(world.stats("q").depth()).isZero();
    }

    @Test
    void aBroadcastSurvivesTheLossOfItsConsumers() {
        create(QueueSpec.builder("q"));
        Inbox one = new Inbox();
        Consumer first = one.on(world.client, "q");
        Inbox two = new Inbox();
        Consumer second = two.on(world.client, "q");
        world.client.send("q", QueueMessage.of("all").guarantee(Guarantee.BROADCAST));
        world.settle();
        first.close();
        second.close();
        world.settle();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        assertThat(consume("q").bodies()).containsExactly("all");
    }

    @Test
    void onlyOneConsumerIsActiveWhereTheQueueSaysSo() {
        create(QueueSpec.builder("q").singleActive(true));
        Inbox one = new Inbox();
        Consumer first = one.on(world.client, ConsumerSpec.of("q").prefetch(1));
        Inbox two = Inbox.acking();
        two.on(world.client, "q");
        world.settle();
        send("q", "a", "b");
        world.settle();
        assertThat(one.bodies()).containsExactly("a");
        assertThat(two.all).isEmpty();
        first.close();
        world.settle();
        assertThat(two.bodies()).containsExactly("a", "b");
    }

    @Test
    void pauseStopsDeliveriesAndResumeStartsThem() {
        Inbox inbox = new Inbox();
        create(QueueSpec.builder("q"));
        inbox.on(world.client, "q");
        world.client.pause("q");
        send("q", "m");
        world.settle();
        assertThat(inbox.all).isEmpty();
        assertThat(world.client.info("q").orElseThrow().paused()).isTrue();
        world.client.resume("q");
        world.settle();
        assertThat(inbox.bodies()).containsExactly("m");
    }

    @Test
    void purgeRemovesWhatWaitsAndBrowseShowsIt() {
        send("q", "a", "b");
        world.client.send("q", QueueMessage.of("later").delay(Duration.ofHours(1)));
        world.client.send("q", QueueMessage.of("key").orderingKey("k").topic("t.k"));
        List<WaitingMessage> shown = world.client.browse("q", 3);
        assertThat(shown)
                .extracting(m -> m.payload().text())
                .containsExactly("\"a\"", "\"b\"", "\"key\"");
        assertThat(shown.get(2).topic()).contains("t.k");
        assertThat(world.client.purge("q")).isEqualTo(4);
        assertThat(world.stats("q").depth()).isZero();
        assertThat(world.client.purge("q")).isZero();
    }

    @Test
    void deadLettersGoHomeElsewhereOrAway() {
        create(QueueSpec.builder("q").maxRetries(0));
        create(QueueSpec.builder("other"));
        send("q", "a", "b", "c");
        Inbox inbox = consume("q");
        inbox.all.forEach(d -> d.nack("no"));
        List<DeadLetter> dead = world.client.deadLetters("q", 10);
        assertThat(dead).hasSize(3);
        Ulid a = dead.get(0).messageId();
        assertThat(world.client.redrive("q", List.of(a), Optional.empty())).isEqualTo(1);
        world.settle();
        assertThat(inbox.last().body()).isEqualTo("a");
        assertThat(inbox.last().attempt()).isEqualTo(1);
        assertThat(inbox.last().messageId()).isEqualTo(a);
        assertThat(
                        world.client.redrive(
                                "q", List.of(dead.get(1).messageId()), Optional.of("other")))
                .isEqualTo(1);
        assertThat(world.stats("other").depth()).isEqualTo(1);
        assertThat(world.client.purgeDeadLetters("q")).isEqualTo(1);
        assertThat(world.client.deadLetters("q", 10)).isEmpty();
    }

    @Test
    void deadLettersAreFoundAndSentAgainByWhatTheyAre() {
        create(QueueSpec.builder("q").maxRetries(0));
        world.client.send("q", QueueMessage.of("a").topic("o.eu").header("kind", "x"));
        world.client.send("q", QueueMessage.of("b").topic("o.us").header("kind", "x"));
        world.client.send("q", QueueMessage.of("c").header("kind", "y"));
        Inbox inbox = consume("q");
        inbox.all.get(0).nack(Refusal.deadLetter("timeout of a"));
        inbox.all.get(1).nack("timeout of b");
        inbox.all.get(2).nack("refused");
        Ulid b = inbox.all.get(1).messageId();
        assertThat(world.client.deadLetter("q", b).orElseThrow().lastError())
                .isEqualTo("timeout of b");
        assertThat(world.client.deadLetter("q", world.ulids.next())).isEmpty();
        RedriveSpec timeouts = RedriveSpec.all().reason("timeout");
        assertThat(world.client.redrive("q", timeouts.topic("x.#"))).isZero();
        assertThat(world.client.redrive("q", timeouts.header("kind", "y"))).isZero();
        assertThat(world.client.redrive("q", timeouts.topic("o.*").header("kind", "x")))
                .isEqualTo(2);
        world.settle();
        assertThat(inbox.bodies()).containsExactly("a", "b", "c", "a", "b");
        assertThat(world.client.redrive("q", RedriveSpec.all().topic("#"))).isZero();
        assertThat(world.client.redrive("q", RedriveSpec.all().header("kind", "y"))).isEqualTo(1);
        assertThat(world.client.deadLetter("q", inbox.all.get(2).messageId())).isEmpty();
        assertThatThrownBy(() -> world.client.redrive("q", RedriveSpec.all().ratePerSecond(0)))
                .hasMessageContaining("ratePerSecond");
        assertThatThrownBy(() -> world.client.redrive("q", RedriveSpec.all().topic("a..b")))
                .isInstanceOf(MpregException.class);
    }

    @Test
    void deadLettersAreSentAgainNoFasterThanAskedFor() {
        create(QueueSpec.builder("q").maxRetries(0));
        for (int i = 0; i < 7; i++) {
            send("q", "m" + i);
        }
        Inbox inbox = consume("q");
        inbox.all.forEach(d -> d.nack("no"));
        inbox.all.clear();
        CompletableFuture<Integer> redriven =
                world.client
                        .redriveAsync("q", RedriveSpec.all().ratePerSecond(2))
                        .toCompletableFuture();
        world.settle();
        assertThat(inbox.bodies()).containsExactly("m0");
        for (int half = 1; half < 6; half++) {
            world.passMillis(499);
            assertThat(inbox.all).hasSize(half);
            world.passMillis(1);
            assertThat(inbox.all).hasSize(half + 1);
        }
        assertThat(redriven).isNotDone();
        assertThat(world.client.deadLetters("q", 10)).hasSize(1);
        assertThat(world.client.purgeDeadLetters("q")).isEqualTo(1);
        world.passMillis(500);
        assertThat(redriven).isCompletedWithValue(6);
        assertThat(inbox.all).hasSize(6);
    }

    @Test
    void sendingDeadLettersAgainEndsWhenThereIsNoRoom() {
        create(QueueSpec.builder("q").maxRetries(0));
        create(QueueSpec.builder("small").maxDepth(2));
        send("q", "a", "b", "c");
        consume("q").all.forEach(d -> d.nack("no"));
        assertThat(world.client.redrive("q", RedriveSpec.all().to("small"))).isEqualTo(2);
        assertThat(world.client.deadLetters("q", 10)).hasSize(1);
        assertThatThrownBy(() -> world.client.redrive("q", RedriveSpec.all().to("small")))
                .hasMessageContaining("capacity");
        assertThat(world.client.deadLetters("q", 10)).hasSize(1);
    }

    @Test
    void whatIsNotThereIsSaid() {
        World strict = new World(QueueEngineSettings.defaults().autoCreate(false));
        assertThatThrownBy(() -> strict.client.send("nowhere", "m"))
                .hasMessageContaining("does not exist")
                .satisfies(
                        e ->
                                assertThat(((MpregException) e).code())
                                        .isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> world.client.purge("nowhere")).hasMessageContaining("not exist");
        assertThat(world.client.delete("nowhere")).isFalse();
        assertThat(world.client.info("nowhere")).isEmpty();
        for (String bad : List.of("", "a b", "x".repeat(201), "q#")) {
            assertThatThrownBy(() -> world.client.send(bad, "m"))
                    .satisfies(
                            e ->
                                    assertThat(((MpregException) e).details())
                                            .containsEntry("field", "queue")
                                            .containsKey("reason"));
        }
    }

    @Test
    void aQueueThatSendingMakesHasTheDefaultsOfTheNode() {
        QueueSettings defaults =
                new QueueSettings(
                        QueueType.PRIORITY,
                        5,
                        1,
                        Duration.ofSeconds(7),
                        Optional.of(Duration.ofHours(2)),
                        Duration.ofMillis(3),
                        Dedupe.ID,
                        Duration.ofSeconds(11),
                        false,
                        Durability.OS,
                        true);
        World other = new World(QueueEngineSettings.defaults().queue(defaults));
        other.client.send("q", "m");
        assertThat(other.client.info("q").orElseThrow().settings()).isEqualTo(defaults);
    }

    @Test
    void aQueueThatIsMadeTakesTheDefaultsForWhatItLeavesOut() {
        QueueSettings preset = QueueEngineSettings.defaults().queue();
        QueueSettings defaults =
                new QueueSettings(
                        preset.type(),
                        preset.maxDepth(),
                        preset.maxRetries(),
                        preset.ackTimeout(),
                        preset.timeToLive(),
                        preset.backoff(),
                        Dedupe.FINGERPRINT,
                        preset.dedupeWindow(),
                        false,
                        preset.durability(),
                        preset.singleActive(),
                        Duration.ofSeconds(3));
        World other = new World(QueueEngineSettings.defaults().queue(defaults));
        other.client.create(QueueSpec.named("a"));
        assertThat(other.client.info("a").orElseThrow().settings()).isEqualTo(defaults);
        other.client.create(
                QueueSpec.builder("b")
                        .dedupe(Dedupe.OFF)
                        .deadLetter(true)
                        .delay(Duration.ZERO)
                        .build());
        assertThat(other.client.info("b").orElseThrow().settings()).isEqualTo(preset);
    }

    @Test
    void aQueueDelaysWhatSaysNothingItself() {
        create(QueueSpec.builder("q").type(QueueType.DELAY).delay(Duration.ofSeconds(5)));
        Inbox inbox = consume("q");
        send("q", "late");
        world.client.send("q", QueueMessage.of("soon").delay(Duration.ofSeconds(2)));
        world.client.send("q", QueueMessage.of("now").guarantee(Guarantee.FIRE_AND_FORGET));
        world.settle();
        assertThat(inbox.bodies()).containsExactly("now");
        world.passMillis(2_000);
        assertThat(inbox.bodies()).containsExactly("now", "soon");
        world.passMillis(2_999);
        assertThat(inbox.all).hasSize(2);
        world.passMillis(1);
        assertThat(inbox.bodies()).containsExactly("now", "soon", "late");
        assertThatThrownBy(
                        () ->
                                world.client.create(
                                        QueueSpec.builder("bad")
                                                .delay(Duration.ofSeconds(-1))
                                                .build()))
                .hasMessageContaining("delayMs");
    }

    @Test
    void anExclusiveConsumerIsTheOnlyOneOfItsGroup() {
        create(QueueSpec.builder("q"));
        Inbox one = new Inbox();
        ConsumerSpec exclusive = ConsumerSpec.of("q").id("one").exclusive(true);
        Consumer first = one.on(world.client, exclusive);
        for (ConsumerSpec refused :
                List.of(ConsumerSpec.of("q"), ConsumerSpec.of("q").exclusive(true))) {
            assertThatThrownBy(() -> new Inbox().on(world.client, refused))
                    .hasMessageContaining("'q'")
                    .hasMessageContaining("exclusive")
                    .satisfies(
                            e ->
                                    assertThat(((MpregException) e).code())
                                            .isEqualTo(ErrorCode.CONFLICT));
        }
        new Inbox().on(world.client, ConsumerSpec.of("q").group("other"));
        one.on(world.client, exclusive);
        world.settle();
        send("q", "m");
        world.settle();
        assertThat(one.bodies()).containsExactly("m");
        first.close();
        world.client.delete("q");
        create(QueueSpec.builder("q"));
        consume("q");
        assertThatThrownBy(() -> one.on(world.client, exclusive)).hasMessageContaining("exclusive");
    }

    @Test
    void ratesAreOfTheLastTenSecondsAndTimesOfTheProcessing() {
        create(QueueSpec.builder("q"));
        Inbox inbox = consume("q");
        for (int second = 1; second <= 20; second++) {
            send("q", "a", "b", "c");
            world.settle();
            world.passMillis(second);
            inbox.all.stream().skip(inbox.all.size() - 3).limit(2).forEach(Delivery::ack);
            world.passMillis(1_000 - second);
        }
        QueueStats stats = world.stats("q");
        assertThat(stats.sentPerSecond()).isEqualTo(3);
        assertThat(stats.deliveredPerSecond()).isEqualTo(3);
        assertThat(stats.acknowledgedPerSecond()).isEqualTo(2);
        assertThat(stats.processingP50Ms()).isBetween(9.9, 10.1);
        assertThat(stats.processingP95Ms()).isBetween(18.9, 19.2);
        assertThat(stats.processingP99Ms()).isBetween(19.9, 20.2);
        world.passMillis(30_000);
        assertThat(world.stats("q").sentPerSecond()).isZero();
        assertThat(world.stats("q").processingP50Ms()).isEqualTo(stats.processingP50Ms());
    }

    @Test
    void theRouterLearnsHowLongMessagesTake() {
        create(QueueSpec.builder("q"));
        consume("q");
        world.client.bind(QueueBinding.of("q", "t.x"));
        assertThat(estimate("t.x")).isEqualTo(15);
        for (int i = 0; i < 64; i++) {
            send("q", "m" + i);
            world.time.advance(Duration.ofMillis(100));
            world.settle();
        }
        assertThat(estimate("t.x")).isBetween(30.0, 60.0);
    }

    private double estimate(String topic) {
        return world.router.route(TopicName.of(topic), MessageKind.QUEUE).estimatedLatencyMs();
    }

    @Test
    void theNumberOfQueuesIsLimited() {
        World small = new World(QueueEngineSettings.defaults().limits(2, 1 << 20, 10));
        small.client.send("a", 1);
        small.client.send("b", 1);
        assertThatThrownBy(() -> small.client.send("c", 1)).isInstanceOf(MpregLimitException.class);
        assertThat(small.client.delete("a")).isTrue();
        small.client.send("c", 1);
        assertThat(small.client.list()).containsExactly("b", "c");
    }

    @Test
    void deletingAQueueEndsItsConsumers() {
        send("q", "m");
        Inbox inbox = consume("q");
        assertThat(world.client.delete("q")).isTrue();
        assertThat(done(inbox.last().ack())).isFalse();
        assertThat(world.client.list()).isEmpty();
        send("q", "fresh");
        assertThat(consume("q").bodies()).containsExactly("fresh");
    }

    @Test
    void anExecutorThatRefusesLosesNothing() {
        boolean[] refuses = {true};
        Inbox inbox = new Inbox();
        create(QueueSpec.builder("q"));
        inbox.on(
                world.client(
                        task -> {
                            if (refuses[0]) {
                                throw new RejectedExecutionException("stopping");
                            }
                            world.tasks.add(task);
                        }),
                "q");
        send("q", "a", "b");
        world.settle();
        assertThat(inbox.all).isEmpty();
        assertThat(world.stats("q").depth()).isEqualTo(2);
        refuses[0] = false;
        world.passMillis(250);
        assertThat(inbox.bodies()).containsExactly("a", "b");
    }

    @Test
    void anotherConsumerTakesOverWhenAnExecutorRefuses() {
        create(QueueSpec.builder("q"));
        boolean[] refuses = {false};
        Inbox one = new Inbox();
        one.on(
                world.client(
                        task -> {
                            if (refuses[0]) {
                                throw new RejectedExecutionException("stopping");
                            }
                            world.tasks.add(task);
                        }),
                "q");
        world.settle();
        Inbox two = consume("q");
        refuses[0] = true;
        send("q", "a");
        world.settle();
        assertThat(two.bodies()).containsExactly("a");
    }

    @Test
    void theControlPlaneIsForTheNodeAlone() {
        assertThatThrownBy(() -> world.client.send("q", QueueMessage.of(1).topic("mpreg.x")))
                .satisfies(
                        e ->
                                assertThat(((MpregException) e).code())
                                        .isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void afterTheEndNothingIsTaken() {
        send("q", "m");
        Inbox inbox = consume("q");
        world.engine.close();
        assertThat(done(inbox.last().ack())).isFalse();
        assertThatThrownBy(() -> send("q", "m"))
                .satisfies(
                        e ->
                                assertThat(((MpregException) e).code())
                                        .isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void whatIsAcknowledgedTogetherIsSettledEachForItself() {
        create(QueueSpec.builder("a"));
        create(QueueSpec.builder("b"));
        send("a", "1", "2", "3");
        send("b", "4", "5");
        Inbox first = consume("a");
        Inbox second = consume("b");
        List<Delivery<String>> all = new ArrayList<>();
        all.addAll(first.all.subList(0, 2));
        all.addAll(second.all);
        all.add(first.all.get(2));
        all.add(first.all.get(2));
        first.all.get(1).ack();
        world.settle();
        CompletableFuture<BitSet> done = Acknowledgements.of(all).toCompletableFuture();
        world.settle();
        BitSet expected = new BitSet();
        expected.set(0);
        expected.set(2, 5);
        assertThat(done).isCompletedWithValue(expected);
        assertThat(world.stats("a").acknowledged()).isEqualTo(3);
        assertThat(world.stats("a").depth()).isZero();
        assertThat(world.stats("b").depth()).isZero();
        assertThat(Acknowledgements.of(List.<Delivery<String>>of()).toCompletableFuture())
                .isCompletedWithValue(new BitSet());
    }

    @Test
    void whatIsOnlyForThoseWhoAreThereIsKnownWhenItComesTwice() {
        create(QueueSpec.builder("q").dedupe(Dedupe.ID).dedupeWindow(Duration.ofMinutes(1)));
        Inbox inbox = consume("q");
        QueueMessage message =
                QueueMessage.of("m").dedupeId("d").guarantee(Guarantee.FIRE_AND_FORGET);
        SendReceipt first = world.client.send("q", message);
        SendReceipt second = world.client.send("q", message);
        SendReceipt kept = world.client.send("q", message.guarantee(Guarantee.AT_LEAST_ONCE));
        world.settle();
        assertThat(first.duplicate()).isFalse();
        assertThat(List.of(second, kept))
                .allSatisfy(
                        again -> {
                            assertThat(again.duplicate()).isTrue();
                            assertThat(again.messageId()).isEqualTo(first.messageId());
                        });
        assertThat(inbox.bodies()).containsExactly("m");
        world.passMillis(60_001);
        assertThat(world.client.send("q", message).duplicate()).isFalse();
    }
}
