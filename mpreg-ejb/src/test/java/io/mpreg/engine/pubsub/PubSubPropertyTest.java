package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Message;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.pubsub.World.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PubSubPropertyTest {

    private static final int SEEDS = 150;
    private static final String[] PATTERNS = {"#", "a.*", "*.x", "a.#.x", "b.y", "#.y"};
    private static final String[] TOPICS = {"a.x", "a.y", "b.x", "b.y", "a.b.x"};

    /** A subscriber, and what it should get. */
    private static final class Watch {
        final Inbox inbox = new Inbox();
        final List<String> expected = new ArrayList<>();
        final List<String> patterns;
        Subscription subscription;
        int atEnd = -1;

        Watch(List<String> patterns) {
            this.patterns = patterns;
        }

        boolean matches(String topic) {
            return patterns.stream().anyMatch(p -> topic.matches(regex(p)));
        }

        private static String regex(String pattern) {
            return switch (pattern) {
                case "#" -> ".*";
                case "a.*" -> "a\\.[^.]+";
                case "*.x" -> "[^.]+\\.x";
                case "a.#.x" -> "a\\.(.*\\.)?x";
                case "#.y" -> "(.*\\.)?y";
                default -> pattern.replace(".", "\\.");
            };
        }
    }

    @Test
    void everySubscriberGetsItsMessagesOnceAndInOrderWithAndWithoutReplay() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = new World(PubSubSettings.defaults(), seed);
            TopicClient client = world.client();
            Random random = new Random(seed);
            Map<String, String> history = new LinkedHashMap<>();
            List<Watch> watches = new ArrayList<>();
            int[] number = {0};
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> watches.add(subscribe(client, random, history));
                    case 1 -> leave(watches, random);
                    case 2, 3 -> world.step();
                    default -> publish(client, random, history, watches, number);
                }
            }
            world.settle();
            for (Watch watch : watches) {
                List<String> bodies = watch.inbox.bodies();
                if (watch.atEnd >= 0) {
                    assertThat(bodies).as("seed %d", seed).hasSize(watch.atEnd);
                    assertThat(watch.expected.subList(0, watch.atEnd))
                            .as("seed %d", seed)
                            .isEqualTo(bodies);
                } else {
                    assertThat(bodies).as("seed %d", seed).isEqualTo(watch.expected);
                }
            }
        }
    }

    private static Watch subscribe(TopicClient client, Random random, Map<String, String> history) {
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            patterns.add(PATTERNS[random.nextInt(PATTERNS.length)]);
        }
        Watch watch = new Watch(patterns);
        SubscriptionSpec spec =
                SubscriptionSpec.of(patterns.toArray(String[]::new))
                        .backlog(Duration.ofMinutes(30));
        history.forEach(
                (body, topic) -> {
                    if (watch.matches(topic)) {
                        watch.expected.add(body);
                    }
                });
        watch.subscription = watch.inbox.on(client, spec);
        return watch;
    }

    private static void leave(List<Watch> watches, Random random) {
        if (!watches.isEmpty()) {
            Watch watch = watches.get(random.nextInt(watches.size()));
            if (watch.subscription.unsubscribe()) {
                watch.atEnd = watch.inbox.messages.size();
            }
        }
    }

    private static void publish(
            TopicClient client,
            Random random,
            Map<String, String> history,
            List<Watch> watches,
            int[] number) {
        String topic = TOPICS[random.nextInt(TOPICS.length)];
        String body = String.valueOf(number[0]++);
        history.put(body, topic);
        for (Watch watch : watches) {
            if (watch.matches(topic)) {
                watch.expected.add(body);
            }
        }
        client.publish(topic, body);
    }

    @Test
    void everySlowPolicyKeepsItsBound() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int bound = 1 + random.nextInt(8);
            int count = random.nextInt(40);
            World world = new World(PubSubSettings.defaults().buffer(bound), seed);
            TopicClient client = world.client();
            Inbox oldest = new Inbox();
            Inbox newest = new Inbox();
            Inbox coalesced = new Inbox();
            oldest.on(client, SubscriptionSpec.of("a").onSlow(SlowConsumerPolicy.DROP_OLDEST));
            newest.on(client, SubscriptionSpec.of("a").onSlow(SlowConsumerPolicy.DROP_NEWEST));
            coalesced.on(
                    client,
                    SubscriptionSpec.of("a").onSlow(SlowConsumerPolicy.COALESCE).keyHeader("k"));
            List<String> all = new ArrayList<>();
            Map<String, String> last = new HashMap<>();
            for (int i = 0; i < count; i++) {
                String key = "k" + random.nextInt(bound);
                all.add(String.valueOf(i));
                last.put(key, String.valueOf(i));
                client.publish(Publication.on("a").payload(i).header("k", key));
            }
            world.settle();
            int kept = Math.min(bound, count);
            assertThat(oldest.bodies())
                    .as("seed %d", seed)
                    .isEqualTo(all.subList(count - kept, count));
            assertThat(newest.bodies()).as("seed %d", seed).isEqualTo(all.subList(0, kept));
            assertThat(coalesced.bodies())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(last.values());
            Map<DropReason, Long> drops = world.exchange.statistics().dropped();
            assertThat(drops.get(DropReason.OLDEST)).isEqualTo(count - kept);
            assertThat(drops.get(DropReason.NEWEST)).isEqualTo(count - kept);
            assertThat(drops.get(DropReason.COALESCED)).isEqualTo(count - last.size());
        }
    }

    @Test
    void aDurableNameKeepsTheNewestUpToItsLimit() {
        PubSubSettings few = PubSubSettings.defaults().durable(5, Duration.ofHours(24));
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = new World(few, seed);
            TopicClient client = world.client();
            SubscriptionSpec spec = SubscriptionSpec.of("a").durable("d");
            new Inbox().on(client, spec).close();
            int count = new Random(seed).nextInt(12);
            for (int i = 0; i < count; i++) {
                client.publish("a", i);
            }
            Inbox inbox = new Inbox();
            inbox.on(client, spec);
            world.settle();
            assertThat(inbox.messages).as("seed %d", seed).hasSize(Math.min(5, count));
            assertThat(inbox.messages).allMatch(Message::replayed);
        }
    }

    @Test
    void aGroupGivesEachMessageToOneAndToAllAlike() {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = new World(PubSubSettings.defaults(), seed);
            TopicClient client = world.client();
            Random random = new Random(seed);
            GroupChoice choice =
                    random.nextBoolean() ? GroupChoice.ROUND_ROBIN : GroupChoice.LEAST_LOADED;
            int size = 1 + random.nextInt(5);
            List<Inbox> members = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                members.add(new Inbox());
                members.get(i).on(client, SubscriptionSpec.of("a", "b").group("g", choice));
            }
            int count = random.nextInt(100);
            for (int i = 0; i < count; i++) {
                client.publish(random.nextBoolean() ? "a" : "b", i);
            }
            world.settle();
            List<String> all = new ArrayList<>();
            for (Inbox member : members) {
                all.addAll(member.bodies());
                assertThat(member.messages.size())
                        .as("seed %d, %s", seed, choice)
                        .isBetween(count / size, (count + size - 1) / size);
            }
            assertThat(all).as("seed %d", seed).doesNotHaveDuplicates().hasSize(count);
        }
    }

    @Test
    void theBacklogKeepsItsBounds() {
        for (long seed = 0; seed < 30; seed++) {
            World world =
                    new World(
                            PubSubSettings.defaults().backlog(Duration.ofHours(1), 10, 20_000),
                            seed);
            TopicClient client = world.client();
            Random random = new Random(seed);
            int topics = 1 + random.nextInt(60);
            for (int i = 0; i < 500; i++) {
                client.publish("t." + random.nextInt(topics), "x".repeat(random.nextInt(200)));
                assertThat(world.exchange.statistics().backlogBytes())
                        .as("seed %d", seed)
                        .isBetween(0L, 20_000L);
            }
            Inbox inbox = new Inbox();
            int replayed =
                    inbox.on(client, SubscriptionSpec.of("#").backlog(Duration.ofHours(2)))
                            .replayed();
            assertThat((long) replayed)
                    .as("seed %d", seed)
                    .isEqualTo(world.exchange.statistics().backlogMessages())
                    .isLessThanOrEqualTo(10L * topics);
            world.time.advance(Duration.ofHours(2));
            world.settle();
            assertThat(world.exchange.statistics().backlogMessages())
                    .as("only the newest of each topic is left, seed %d", seed)
                    .isEqualTo(client.latest("#", 1000).size());
        }
    }
}
