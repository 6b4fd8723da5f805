package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.pubsub.World.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentNamesTest {

    private static final SubscriptionSpec SPEC =
            SubscriptionSpec.of("a.#").durable("d").persistent(true);

    private final KeepingStore store = new KeepingStore();
    private World world = new World(PubSubSettings.defaults(), 1, store);
    private final Inbox inbox = new Inbox();

    private void restart() {
        world.exchange.close();
        world = new World(PubSubSettings.defaults(), 1, store);
    }

    @Test
    void whatWaitsSurvivesARestart() {
        Subscription first = inbox.on(world.client(), SPEC);
        world.client().publish("a.x", "delivered");
        world.settle();
        first.close();
        world.client().publish("a.x", "1");
        world.client().publish("b", "other");
        restart();
        world.client().publish("a.y", "2");
        Inbox later = new Inbox();
        Subscription second = later.on(world.client(), SPEC);
        world.client().publish("a.z", "3");
        world.settle();
        assertThat(second.replayed()).isEqualTo(2);
        assertThat(later.bodies()).containsExactly("1", "2", "3");
        assertThat(later.messages).extracting(Message::replayed).containsExactly(true, true, false);
        assertThat(store.waiting()).isZero();
        assertThat(store.closed).isOne();
    }

    @Test
    void whatANodeHadNotDeliveredWhenItStoppedComesAfterwards() {
        inbox.on(world.client(), SPEC);
        world.client().publish("a", "1");
        world.client().publish("a", "2");
        restart();
        Inbox later = new Inbox();
        later.on(world.client(), SPEC);
        world.settle();
        assertThat(inbox.messages).isEmpty();
        assertThat(later.bodies()).containsExactly("1", "2");
    }

    @Test
    void aNodeWithoutAStoreRefuses() {
        TopicClient plain = new World().client();
        for (SubscriptionSpec spec : List.of(SPEC, SubscriptionSpec.of("a").persistent(true))) {
            assertThatThrownBy(() -> inbox.on(plain, spec))
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
                    .hasMessageContaining("persistent");
        }
        assertThat(plain.publish("a", 1).matched()).isZero();
    }

    @Test
    void aNameThatExpiresIsForgotten() {
        inbox.on(world.client(), SPEC).close();
        world.client().publish("a", "1");
        assertThat(store.waiting()).isOne();
        restart();
        world.time.advance(Duration.ofHours(25));
        world.settle();
        assertThat(store.names).isEmpty();
        assertThat(store.waiting()).isZero();
        assertThat(world.exchange.statistics().subscriptions()).isZero();
    }

    @Test
    void aNameMayBecomePersistentAndCeaseToBe() {
        SubscriptionSpec inMemory = SPEC.persistent(false);
        inbox.on(world.client(), inMemory).close();
        world.client().publish("a", "1");
        assertThat(store.waiting()).isZero();
        inbox.on(world.client(), SPEC.credit(0)).close();
        assertThat(store.waiting()).isOne();
        inbox.on(world.client(), inMemory.credit(0)).close();
        assertThat(store.waiting()).isZero();
        assertThat(store.names).isEmpty();
        inbox.on(world.client(), inMemory);
        world.settle();
        assertThat(inbox.bodies()).containsExactly("1");
    }

    @Test
    void whatTheStoreDoesNotTakeWaitsInMemory() {
        Subscription first = inbox.on(world.client(), SPEC);
        store.refuses = true;
        first.close();
        world.client().publish("a", "1");
        inbox.on(world.client(), SPEC);
        world.settle();
        assertThat(inbox.bodies()).containsExactly("1");
        assertThat(world.exchange.statistics().unsaved()).isOne();
    }

    @Test
    void nothingIsLostNorLeftWhateverThePolicy() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            KeepingStore kept = new KeepingStore();
            PubSubSettings settings = PubSubSettings.defaults().buffer(1 + random.nextInt(8));
            World node = new World(settings, seed, kept);
            SlowConsumerPolicy policy =
                    random.nextBoolean()
                            ? SlowConsumerPolicy.DROP_OLDEST
                            : SlowConsumerPolicy.DROP_NEWEST;
            List<String> got = new ArrayList<>();
            Subscription there = null;
            int number = 0;
            long dropped = 0;
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> {
                        if (there == null) {
                            there =
                                    node.client()
                                            .<String>subscribe(
                                                    SPEC.onSlow(policy),
                                                    String.class,
                                                    m -> got.add(m.body()));
                        } else {
                            there.close();
                            there = null;
                        }
                    }
                    case 1 -> {
                        dropped += drops(node);
                        node.exchange.close();
                        node = new World(settings, seed + step, kept);
                        there = null;
                    }
                    case 2 -> node.step();
                    default -> {
                        if (!kept.names.isEmpty()) {
                            node.client().publish("a." + step % 3, number++);
                        }
                    }
                }
            }
            if (there != null) {
                there.close();
            }
            node.client().<String>subscribe(SPEC, String.class, m -> got.add(m.body()));
            node.settle();
            dropped += drops(node);
            assertThat(got).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(got.size() + dropped).as("seed %d", seed).isEqualTo(number);
            assertThat(kept.waiting()).as("seed %d", seed).isZero();
        }
    }

    private static long drops(World node) {
        return node.exchange.statistics().dropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
