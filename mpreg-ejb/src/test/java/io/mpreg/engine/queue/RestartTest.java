package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueInfo;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.QueueType;
import io.mpreg.api.queue.Refusal;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.queue.WaitingMessage;
import io.mpreg.engine.journal.SimJournal;
import io.mpreg.engine.queue.World.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a node knows of its queues after it was stopped, killed or lost power. */
class RestartTest {

    private final World world = new World(QueueEngineSettings.defaults());
    private final SimJournal journal = new SimJournal(world.platform);

    RestartTest() {
        world.start(journal.store());
    }

    private void restart() {
        world.engine.close();
        world.start(journal.store());
    }

    private void losePower() {
        journal.work();
        journal.losePower(new Random(3));
        world.start(journal.store());
    }

    private void settle() {
        world.settle();
        journal.work();
        world.settle();
    }

    private Inbox consume(ConsumerSpec spec) {
        Inbox inbox = new Inbox();
        inbox.on(world.client, spec);
        settle();
        return inbox;
    }

    @Test
    void definitionsAndBindingsAreThere() {
        QueueSpec spec =
                QueueSpec.builder("q")
                        .type(QueueType.PRIORITY)
                        .maxDepth(7)
                        .maxRetries(2)
                        .ackTimeout(Duration.ofSeconds(9))
                        .timeToLive(Duration.ofHours(1))
                        .backoff(Duration.ofMillis(20))
                        .dedupe(Dedupe.FINGERPRINT)
                        .dedupeWindow(Duration.ofMinutes(2))
                        .deadLetter(false)
                        .durability(Durability.OS)
                        .singleActive(true)
                        .delay(Duration.ofMillis(1500))
                        .build();
        world.client.create(spec);
        world.client.bind(new QueueBinding("q", List.of("a.*", "b.#"), -3, 5, true));
        world.client.unbind("q", List.of("b.#"));
        world.client.pause("q");
        world.client.create(QueueSpec.named("gone"));
        world.client.delete("gone");
        QueueInfo before = world.client.info("q").orElseThrow();
        losePower();
        assertThat(world.client.list()).containsExactly("q");
        assertThat(world.client.info("q").orElseThrow().settings()).isEqualTo(before.settings());
        assertThat(world.client.info("q").orElseThrow().paused()).isTrue();
        assertThat(world.client.sendVia("a.x", "m").queues()).containsExactly("q");
        world.client.create(QueueSpec.named("next"));
        losePower();
        assertThat(world.client.list()).containsExactly("next", "q");
    }

    @Test
    void messagesKeepEverythingTheyCarry() {
        world.client.send(
                "q",
                QueueMessage.of("body")
                        .topic("t.x")
                        .header("h", "v")
                        .correlationId("c1")
                        .priority(4)
                        .orderingKey("k")
                        .dedupeId("d"));
        losePower();
        WaitingMessage message = world.client.browse("q", 2).get(0);
        assertThat(message.payload().text()).isEqualTo("\"body\"");
        assertThat(message.topic()).contains("t.x");
        assertThat(message.headers()).isEqualTo(Headers.of("h", "v").with("correlationId", "c1"));
        assertThat(message.priority()).isEqualTo(4);
    }

    @Test
    void whatWasAcknowledgedStaysAwayAndTheRestComesAgainInOrder() {
        for (int i = 0; i < 200; i++) {
            world.client.send("q", "m" + i);
        }
        Inbox inbox = consume(ConsumerSpec.of("q").prefetch(100));
        for (int i = 0; i < 100; i += 2) {
            inbox.all.get(i).ack();
        }
        losePower();
        assertThat(world.stats("q").depth()).isEqualTo(150);
        Inbox again = consume(ConsumerSpec.of("q").prefetch(300));
        assertThat(again.all).hasSize(150);
        assertThat(again.bodies().subList(0, 3)).containsExactly("m1", "m3", "m5");
        assertThat(again.bodies().get(149)).isEqualTo("m199");
        assertThat(again.all).allMatch(d -> d.attempt() == 1);
    }

    @Test
    void failedAttemptsAreRemembered() {
        world.client.create(QueueSpec.builder("q").maxRetries(1).backoff(Duration.ZERO).build());
        world.client.send("q", "m");
        Inbox inbox = consume(ConsumerSpec.of("q").prefetch(1));
        inbox.last().nack("first");
        losePower();
        Inbox again = consume(ConsumerSpec.of("q"));
        assertThat(again.last().attempt()).isEqualTo(2);
        again.last().nack("second");
        settle();
        assertThat(world.client.deadLetters("q", 5)).hasSize(1);
    }

    @Test
    void deadLettersStayDeadUntilTheyAreSentAgain() {
        world.client.send("q", "a");
        world.client.send("q", "b");
        Inbox inbox = consume(ConsumerSpec.of("q"));
        inbox.all.get(0).nack(Refusal.deadLetter("bad a"));
        inbox.all.get(1).nack(Refusal.deadLetter("bad b"));
        losePower();
        List<DeadLetter> dead = world.client.deadLetters("q", 5);
        assertThat(dead).extracting(DeadLetter::reason).containsExactly("bad a", "bad b");
        assertThat(dead.get(0).payload().text()).isEqualTo("\"a\"");
        assertThat(world.stats("q").depth()).isZero();
        assertThat(world.client.redrive("q", List.of(), Optional.empty())).isEqualTo(2);
        losePower();
        assertThat(world.client.deadLetters("q", 5)).isEmpty();
        assertThat(world.stats("q").depth()).isEqualTo(2);
        restart();
        assertThat(consume(ConsumerSpec.of("q")).bodies()).containsExactly("a", "b");
    }

    @Test
    void everyGroupGetsWhatItHasNotAcknowledged() {
        world.client.create(QueueSpec.named("q"));
        Inbox a = consume(ConsumerSpec.of("q").group("a"));
        consume(ConsumerSpec.of("q").group("b"));
        world.client.send("q", "m");
        world.client.send("q", "n");
        settle();
        a.all.get(0).ack();
        losePower();
        assertThat(consume(ConsumerSpec.of("q").group("a")).bodies()).containsExactly("n");
        Inbox b = consume(ConsumerSpec.of("q").group("b"));
        assertThat(b.bodies()).containsExactly("m", "n");
        b.all.forEach(d -> d.ack());
        losePower();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        assertThat(consume(ConsumerSpec.of("q").group("b")).all).isEmpty();
    }

    @Test
    void delaysAndEndsOfMessagesGoOn() {
        world.client.send("q", QueueMessage.of("late").delay(Duration.ofSeconds(10)));
        world.client.send("q", QueueMessage.of("brief").timeToLive(Duration.ofSeconds(5)));
        world.passMillis(4_000);
        losePower();
        assertThat(world.stats("q").depth()).isEqualTo(2);
        world.passMillis(1_000);
        assertThat(world.stats("q").expired()).isEqualTo(1);
        Inbox inbox = consume(ConsumerSpec.of("q"));
        world.passMillis(4_999);
        assertThat(inbox.all).isEmpty();
        world.passMillis(1);
        assertThat(inbox.bodies()).containsExactly("late");
    }

    @Test
    void duplicatesOfWhatIsStillThereAreKnown() {
        world.client.create(QueueSpec.builder("id").dedupe(Dedupe.ID).build());
        world.client.create(QueueSpec.builder("print").dedupe(Dedupe.FINGERPRINT).build());
        world.client.send("id", QueueMessage.of("a").dedupeId("k"));
        world.client.send("print", "a");
        QueueMessage once =
                QueueMessage.of("a")
                        .guarantee(Guarantee.EXACTLY_ONCE)
                        .messageId(world.ulids.next());
        world.client.send("once", once);
        losePower();
        assertThat(world.client.send("id", QueueMessage.of("b").dedupeId("k")).duplicate())
                .isTrue();
        assertThat(world.client.send("print", "a").duplicate()).isTrue();
        assertThat(world.client.send("once", once).duplicate()).isTrue();
    }

    private QueueMessage exactlyOnce() {
        return QueueMessage.of("once")
                .guarantee(Guarantee.EXACTLY_ONCE)
                .messageId(world.ulids.next());
    }

    @Test
    void whatWasAcknowledgedExactlyOnceIsKnownForTheWindow() {
        QueueMessage once = exactlyOnce();
        world.client.send("q", once);
        consume(ConsumerSpec.of("q")).last().ack();
        losePower();
        world.pass(Duration.ofMinutes(2));
        restart();
        SendReceipt again = world.client.send("q", once);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.messageId()).isEqualTo(once.messageId().orElseThrow());
        world.pass(Duration.ofMinutes(3));
        settle();
        assertThat(world.client.send("q", once).duplicate()).isFalse();
    }

    @Test
    void exactlyOnceIsKnownAlsoWhereTheQueueGoesByAnotherKey() {
        world.client.create(QueueSpec.builder("q").dedupe(Dedupe.ID).build());
        QueueMessage once = exactlyOnce();
        world.client.send("q", once.dedupeId("a"));
        consume(ConsumerSpec.of("q")).last().ack();
        losePower();
        assertThat(world.client.send("q", once.dedupeId("b")).duplicate()).isTrue();
        assertThat(world.client.send("q", exactlyOnce().dedupeId("a")).duplicate()).isTrue();
        assertThat(world.client.send("q", exactlyOnce().dedupeId("b")).duplicate()).isFalse();
    }

    @Test
    void duplicatesOfWhatIsDoneAreKnownForTheWindow() {
        world.client.create(QueueSpec.builder("id").dedupe(Dedupe.ID).build());
        world.client.create(QueueSpec.builder("print").dedupe(Dedupe.FINGERPRINT).build());
        SendReceipt first = world.client.send("id", QueueMessage.of("a").dedupeId("k"));
        SendReceipt other = world.client.send("print", "a");
        world.pass(Duration.ofMinutes(2));
        consume(ConsumerSpec.of("id")).last().ack();
        consume(ConsumerSpec.of("print")).last().nack(Refusal.deadLetter("bad"));
        settle();
        assertThat(world.client.purgeDeadLetters("print")).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            settle();
            losePower();
            SendReceipt second = world.client.send("id", QueueMessage.of("b").dedupeId("k"));
            assertThat(second.duplicate()).isTrue();
            assertThat(second.messageId()).isEqualTo(first.messageId());
            assertThat(world.client.send("print", "a").duplicate()).isTrue();
            assertThat(world.client.send("print", "a").messageId()).isEqualTo(other.messageId());
        }
        world.pass(Duration.ofMinutes(3));
        assertThat(world.client.send("id", QueueMessage.of("b").dedupeId("k")).duplicate())
                .isFalse();
        assertThat(world.client.send("print", "a").duplicate()).isFalse();
    }

    @Test
    void whatIsKnownOfTheDoneTakesFewRecordsAndGoesWithTheWindow() {
        Inbox inbox = new Inbox();
        world.client.create(QueueSpec.named("q"));
        inbox.on(world.client, ConsumerSpec.of("q").prefetch(1000));
        for (int i = 0; i < 1000; i++) {
            world.client.send("q", exactlyOnce());
            journal.work();
        }
        settle();
        inbox.all.forEach(delivery -> delivery.ack());
        settle();
        assertThat(journal.status().liveRecords()).isLessThan(20);
        restart();
        world.pass(Duration.ofMinutes(5).plusSeconds(1));
        settle();
        assertThat(journal.status().liveRecords()).isEqualTo(1);
    }

    @Test
    void aNewQueueIsNotTakenForOneThatIsGone() {
        world.client.create(QueueSpec.builder("a").dedupe(Dedupe.ID).build());
        world.client.send("a", QueueMessage.of("m").dedupeId("k"));
        consume(ConsumerSpec.of("a")).last().ack();
        settle();
        world.client.delete("a");
        losePower();
        world.client.create(QueueSpec.builder("b").dedupe(Dedupe.ID).build());
        losePower();
        assertThat(world.client.send("b", QueueMessage.of("m").dedupeId("k")).duplicate())
                .isFalse();
    }

    @Test
    void theWayOfADeadLetterEndsItsBeingKnown() {
        QueueMessage once = exactlyOnce();
        world.client.send("q", once);
        consume(ConsumerSpec.of("q")).last().nack(Refusal.deadLetter("bad"));
        losePower();
        assertThat(world.client.send("q", once).duplicate()).isFalse();
    }

    @Test
    void aBroadcastDoesNotComeBackToThoseWhoAcknowledged() {
        world.client.create(QueueSpec.named("q"));
        Inbox one = consume(ConsumerSpec.of("q").id("one"));
        Inbox two = consume(ConsumerSpec.of("q").id("two"));
        world.client.send("q", QueueMessage.of("all").guarantee(Guarantee.BROADCAST));
        settle();
        CompletableFuture<Boolean> acknowledged = one.last().ack().toCompletableFuture();
        settle();
        assertThat(acknowledged).isCompletedWithValue(true);
        assertThat(two.all).hasSize(1);
        losePower();
        assertThat(consume(ConsumerSpec.of("q").id("one")).all).isEmpty();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        Inbox again = consume(ConsumerSpec.of("q").id("two"));
        assertThat(again.bodies()).containsExactly("all");
        again.last().ack();
        settle();
        assertThat(world.stats("q").depth()).isZero();
        losePower();
        assertThat(consume(ConsumerSpec.of("q").id("three")).all).isEmpty();
    }

    @Test
    void aQuorumCountsWhatWasConfirmedBefore() {
        world.client.create(QueueSpec.named("q"));
        List<Inbox> inboxes = new ArrayList<>();
        for (String group : List.of("a", "b", "c")) {
            inboxes.add(consume(ConsumerSpec.of("q").group(group).id(group)));
        }
        world.client.send("q", QueueMessage.of("vote").guarantee(Guarantee.QUORUM).requiredAcks(3));
        settle();
        inboxes.get(0).last().ack();
        inboxes.get(1).last().ack();
        losePower();
        assertThat(consume(ConsumerSpec.of("q").group("a").id("a")).all).isEmpty();
        assertThat(consume(ConsumerSpec.of("q").group("b").id("b")).all).isEmpty();
        Inbox third = consume(ConsumerSpec.of("q").group("c").id("c"));
        assertThat(third.bodies()).containsExactly("vote");
        third.last().ack();
        settle();
        assertThat(world.stats("q").depth()).isZero();
    }

    @Test
    void nobodyIsTakenForAnotherOfTheSameName() {
        world.client.create(QueueSpec.named("q"));
        Inbox one = consume(ConsumerSpec.of("q").id("same"));
        Inbox two = new Inbox();
        two.on(world.client(Runnable::run), ConsumerSpec.of("q").id("same"));
        QueueMessage vote = QueueMessage.of("vote").guarantee(Guarantee.QUORUM).requiredAcks(2);
        world.client.send("q", vote);
        world.client.send("q", vote.requiredAcks(3));
        settle();
        one.all.forEach(delivery -> delivery.ack());
        settle();
        two.all.get(0).ack();
        settle();
        assertThat(world.stats("q").depth() + world.stats("q").inFlight()).isEqualTo(1);
        losePower();
        Inbox again = consume(ConsumerSpec.of("q").id("same"));
        assertThat(again.bodies()).containsExactly("vote");
    }

    @Test
    void whatIsInMemoryOnlyIsGone() {
        world.client.create(QueueSpec.builder("q").durability(Durability.MEMORY).build());
        assertThat(world.client.send("q", "m").durability()).isEqualTo(Durability.MEMORY);
        restart();
        assertThat(world.stats("q").depth()).isZero();
    }

    @Test
    void bodiesAreReadFromTheJournalWhenTheyAreNotAtHand() {
        world.engine.close();
        World small = new World(QueueEngineSettings.defaults().cache(0), 5, new MemoryStore());
        SimJournal disk = new SimJournal(small.platform);
        small.start(disk.store());
        for (int i = 0; i < 300; i++) {
            small.client.send("q", "m" + i + "x".repeat(300));
            disk.work();
        }
        Inbox inbox = Inbox.acking();
        inbox.on(small.client, "q");
        small.settle();
        disk.work();
        assertThat(inbox.all).hasSize(300);
        assertThat(inbox.bodies().get(299)).startsWith("m299x");
        disk.work();
        assertThat(disk.status().liveRecords()).isEqualTo(1);
    }

    @Test
    void compactionMovesMessagesUnderway() {
        for (int i = 0; i < 600; i++) {
            world.client.send("q", i + "x".repeat(200));
            journal.work();
        }
        Inbox inbox = consume(ConsumerSpec.of("q").prefetch(600));
        for (int i = 0; i < 600; i++) {
            if (i % 10 != 0) {
                inbox.all.get(i).ack();
            }
        }
        for (int i = 0; i < 20; i++) {
            settle();
        }
        assertThat(journal.status().moved()).isPositive();
        for (int i = 0; i < 600; i += 20) {
            inbox.all.get(i).ack();
        }
        settle();
        assertThat(journal.status().liveRecords()).isEqualTo(31);
        losePower();
        Inbox again = consume(ConsumerSpec.of("q"));
        assertThat(again.all).hasSize(30);
        assertThat(again.bodies().get(0)).startsWith("10x");
        assertThat(again.bodies().get(29)).startsWith("590x");
    }
}
