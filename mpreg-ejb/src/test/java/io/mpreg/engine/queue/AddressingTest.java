package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.engine.journal.SimJournal;
import io.mpreg.engine.queue.World.Inbox;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** For whom a BROADCAST or QUORUM waits, and until when. */
class AddressingTest {

    private static final QueueMessage ALL = QueueMessage.of("all").guarantee(Guarantee.BROADCAST);

    private final World world = new World(QueueEngineSettings.defaults());
    private final SimJournal journal = new SimJournal(world.platform);

    AddressingTest() {
        world.start(journal.store());
        world.client.create(QueueSpec.named("q"));
    }

    private void losePower() {
        journal.work();
        journal.losePower(new Random(3));
        world.start(journal.store());
    }

    private void settle() {
        for (int i = 0; i < 3; i++) {
            world.settle();
            journal.work();
        }
        world.settle();
    }

    private Member join(String name) {
        Member member = new Member(ConsumerSpec.of("q").id(name));
        settle();
        return member;
    }

    private void send(QueueMessage message) {
        world.client.send("q", message);
        settle();
    }

    private long held() {
        return world.engine.queue("q").orElseThrow().load();
    }

    private final class Member {
        final Inbox inbox = new Inbox();
        final Consumer consumer;

        Member(ConsumerSpec spec) {
            consumer = inbox.on(world.client, spec);
        }

        void ack() {
            inbox.last().ack();
            settle();
        }

        void lose() {
            Departures.lost(consumer);
            settle();
        }

        void close() {
            consumer.close();
            settle();
        }
    }

    @Test
    void aBroadcastWaitsOverARestartForThoseItWasSentTo() {
        join("ann");
        join("bob");
        Member cid = join("cid");
        send(ALL);
        cid.ack();
        losePower();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        assertThat(join("dan").inbox.all).isEmpty();
        Member ann = join("ann");
        assertThat(ann.inbox.bodies()).containsExactly("all");
        ann.ack();
        assertThat(join("cid").inbox.all).isEmpty();
        losePower();
        assertThat(held()).isEqualTo(1);
        assertThat(join("ann").inbox.all).isEmpty();
        Member bob = join("bob");
        assertThat(bob.inbox.bodies()).containsExactly("all");
        bob.ack();
        assertThat(held()).isZero();
        assertThat(journal.status().liveRecords()).isEqualTo(1);
    }

    @Test
    void aLostConsumerGetsItAgainAndAClosedOneDoesNot() {
        Member ann = join("ann");
        Member bob = join("bob");
        send(ALL);
        ann.ack();
        bob.lose();
        assertThat(world.stats("q").depth()).isEqualTo(1);
        Member again = join("bob");
        assertThat(again.inbox.bodies()).containsExactly("all");
        again.close();
        assertThat(held()).isZero();
        assertThat(join("bob").inbox.all).isEmpty();
    }

    @Test
    void whoClosedIsNotWaitedForAfterARestart() {
        Member ann = join("ann");
        join("bob");
        send(ALL);
        send(ALL.delay(Duration.ofMinutes(1)));
        ann.close();
        losePower();
        world.pass(Duration.ofMinutes(1));
        assertThat(join("ann").inbox.all).isEmpty();
        Member bob = join("bob");
        assertThat(bob.inbox.all).hasSize(2);
        bob.inbox.all.forEach(delivery -> delivery.ack());
        settle();
        assertThat(held()).isZero();
    }

    @Test
    void theStopOfTheNodeIsNoClosing() {
        join("ann");
        join("bob");
        send(ALL);
        world.engine.close();
        world.start(journal.store());
        Member ann = join("ann");
        ann.ack();
        assertThat(held()).isEqualTo(1);
        assertThat(join("bob").inbox.bodies()).containsExactly("all");
    }

    @Test
    void whoDoesNotComeBackIsGivenUpWhenAGroupWouldBe() {
        join("ann");
        join("bob");
        send(ALL);
        losePower();
        Member ann = join("ann");
        ann.ack();
        losePower();
        world.pass(Duration.ofHours(24).minusSeconds(1));
        assertThat(held()).isEqualTo(1);
        losePower();
        world.pass(Duration.ofSeconds(1));
        settle();
        assertThat(held()).isZero();
        assertThat(world.stats("q").expired()).isEqualTo(1);
        assertThat(journal.status().liveRecords()).isEqualTo(1);
    }

    @Test
    void theEndOfTheMessageComesFirst() {
        join("ann");
        send(ALL.timeToLive(Duration.ofMinutes(5)));
        losePower();
        world.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(held()).isEqualTo(1);
        world.passMillis(1);
        assertThat(held()).isZero();
        assertThat(world.stats("q").expired()).isEqualTo(1);
    }

    @Test
    void anIdThatAClientMadeIsWaitedForAMinute() {
        Member named = join("ann");
        Member made = join("k-6f1f9f2e-6f0f-4b1e-9d2a-0c4c6b1f3a55");
        Member other = join(world.ulids.next().toString());
        send(ALL);
        made.lose();
        named.ack();
        other.ack();
        world.pass(Duration.ofSeconds(59));
        Member again = join(made.consumer.id());
        assertThat(again.inbox.bodies()).containsExactly("all");
        again.lose();
        world.pass(Duration.ofSeconds(60));
        assertThat(held()).isZero();
    }

    @Test
    void nobodyWaitsForAConsumerWithoutAnId() {
        Member ann = join("ann");
        Member any = new Member(ConsumerSpec.of("q"));
        settle();
        send(ALL);
        any.lose();
        ann.ack();
        assertThat(held()).isZero();
    }

    @Test
    void whoComesBackBeforeItsFormerSelfIsMissedTakesOver() {
        Member ann = join("ann");
        send(ALL);
        Inbox again = new Inbox();
        again.on(world.client(Runnable::run), ConsumerSpec.of("q").id("ann"));
        settle();
        assertThat(again.all).isEmpty();
        ann.lose();
        assertThat(again.bodies()).containsExactly("all");
        losePower();
        assertThat(join("ann").inbox.bodies()).containsExactly("all");
    }

    @Test
    void failedAttemptsGoWithWhoHadThem() {
        world.client.create(QueueSpec.builder("r").maxRetries(1).backoff(Duration.ZERO).build());
        Inbox first = new Inbox();
        Consumer bob = first.on(world.client, ConsumerSpec.of("r").id("bob"));
        world.client.send("r", ALL);
        settle();
        first.last().nack("first");
        settle();
        Departures.lost(bob);
        Inbox second = new Inbox();
        second.on(world.client, ConsumerSpec.of("r").id("bob"));
        settle();
        assertThat(second.last().attempt()).isEqualTo(2);
        second.last().nack("second");
        settle();
        assertThat(world.client.deadLetters("r", 2)).hasSize(1);
    }

    @Test
    void aQuorumIsDoneWithoutThoseWhoAreAway() {
        Member ann = join("ann");
        Member bob = join("bob");
        join("cid");
        send(ALL.guarantee(Guarantee.QUORUM).requiredAcks(2));
        bob.lose();
        losePower();
        ann = join("ann");
        ann.ack();
        assertThat(held()).isEqualTo(1);
        bob = join("bob");
        bob.ack();
        assertThat(held()).isZero();
        assertThat(join("cid").inbox.all).isEmpty();
    }

    @Test
    void whatWaitsForSomebodyAwayIsSeenAndCanBePurged() {
        Member ann = join("ann");
        send(ALL);
        ann.lose();
        assertThat(world.client.browse("q", 5)).hasSize(1);
        assertThat(world.client.purge("q")).isEqualTo(1);
        assertThat(held()).isZero();
        assertThat(join("ann").inbox.all).isEmpty();
        losePower();
        assertThat(join("ann").inbox.all).isEmpty();
    }
}
