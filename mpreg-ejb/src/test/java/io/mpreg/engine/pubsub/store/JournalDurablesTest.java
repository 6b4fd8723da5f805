package io.mpreg.engine.pubsub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.pubsub.DurableStore;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDurablesTest {

    private static final NodeInfo NODE = new NodeInfo("n1", "c1", "test");
    private static final JournalSettings SMALL =
            JournalSettings.defaults().sizes(64 << 10, 0).compaction(0.6, 3);

    @TempDir private Path folder;
    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final Platform platform =
            new Platform(Clock.system(), timers, Runnable::run, Thread::new);
    private final UlidSource ulids = new UlidSource(Clock.system(), new Random(1));

    @AfterEach
    void stop() {
        timers.close();
    }

    private JournalDurables open() {
        return new JournalDurables(folder.resolve("names"), SMALL, Level.OS, platform);
    }

    private UnifiedMessage message(String text, Map<String, String> headers) {
        return new UnifiedMessage(
                ulids.next(),
                TopicName.of("a.ü"),
                MessageKind.PUBSUB,
                Guarantee.AT_LEAST_ONCE,
                Priority.HIGH,
                new Payload("text/plain", text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                new Headers(headers),
                new Provenance(MpregSystem.FEDERATION, "c2", List.of("c2", "c3")),
                123,
                456);
    }

    /** What a store presents. */
    private static final class Contents implements DurableStore.Found {
        final Map<String, SubscriptionSpec> names = new LinkedHashMap<>();
        final List<String> messages = new ArrayList<>();
        final List<UnifiedMessage> whole = new ArrayList<>();
        final List<DurableStore.Ticket> tickets = new ArrayList<>();

        @Override
        public void name(String name, SubscriptionSpec spec) {
            names.put(name, spec);
        }

        @Override
        public void message(String name, UnifiedMessage message, DurableStore.Ticket ticket) {
            assertThat(names).containsKey(name);
            messages.add(name + ":" + message.payload().text());
            whole.add(message);
            tickets.add(ticket);
        }
    }

    private static Contents contents(DurableStore store) {
        Contents contents = new Contents();
        store.replay(contents);
        return contents;
    }

    @Test
    void aReopenedStoreHasTheNamesAndMessagesThatWereNotLetGo() {
        SubscriptionSpec spec =
                SubscriptionSpec.of("a.#", "b")
                        .durable("d")
                        .persistent(true)
                        .filter(Map.of("k", "v"))
                        .onSlow(SlowConsumerPolicy.COALESCE)
                        .keyHeader("h");
        UnifiedMessage whole = message("2", Map.of("k", "ü", "correlationId", "x"));
        JournalDurables first = open();
        assertThat(contents(first).names).isEmpty();
        first.define("n", SubscriptionSpec.of("old").durable("d").persistent(true));
        first.define("n", spec);
        first.define("gone", spec);
        DurableStore.Ticket one = first.append("n", message("1", Map.of()));
        first.append("n", whole);
        first.append("gone", message("9", Map.of()));
        one.release();
        one.release();
        first.forget("gone");
        first.close();
        first.close();

        JournalDurables second = open();
        Contents found = contents(second);
        assertThat(found.names).containsOnlyKeys("n").containsEntry("n", spec);
        assertThat(found.whole).containsExactly(whole);
        found.tickets.forEach(DurableStore.Ticket::release);
        second.close();

        JournalDurables third = open();
        assertThat(contents(third).messages).isEmpty();
        third.close();
    }

    @Test
    void namesAndOrderSurviveReopeningsAndCompaction() {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            Path own = folder.resolve("s" + seed);
            Map<String, List<String>> model = new LinkedHashMap<>();
            Map<String, DurableStore.Ticket> tickets = new LinkedHashMap<>();
            JournalDurables store = new JournalDurables(own, SMALL, Level.OS, platform);
            contents(store);
            int number = 0;
            for (int step = 0; step < 2_000; step++) {
                String name = "n" + random.nextInt(3);
                int choice = random.nextInt(100);
                if (!model.containsKey(name)) {
                    store.define(name, SubscriptionSpec.of("a").durable(name).persistent(true));
                    model.put(name, new ArrayList<>());
                } else if (choice < 1) {
                    store.forget(name);
                    model.remove(name).forEach(tickets::remove);
                } else if (choice < 50) {
                    String text = number++ + "x".repeat(random.nextInt(500));
                    tickets.put(text, store.append(name, message(text, Map.of())));
                    model.get(name).add(text);
                } else if (choice < 99) {
                    List<String> waiting = model.get(name);
                    if (!waiting.isEmpty()) {
                        tickets.remove(waiting.remove(random.nextInt(waiting.size()))).release();
                    }
                } else {
                    store.close();
                    store = new JournalDurables(own, SMALL, Level.OS, platform);
                    Contents found = contents(store);
                    check(model, found, seed);
                    tickets.clear();
                    for (int i = 0; i < found.messages.size(); i++) {
                        tickets.put(found.whole.get(i).payload().text(), found.tickets.get(i));
                    }
                }
            }
            store.close();
            JournalDurables last = new JournalDurables(own, SMALL, Level.OS, platform);
            check(model, contents(last), seed);
            last.close();
        }
    }

    private static void check(Map<String, List<String>> model, Contents found, long seed) {
        assertThat(found.names.keySet()).as("seed %d", seed).isEqualTo(model.keySet());
        model.forEach(
                (name, texts) ->
                        assertThat(found.messages.stream().filter(m -> m.startsWith(name + ":")))
                                .as("seed %d", seed)
                                .containsExactlyElementsOf(
                                        texts.stream().map(text -> name + ":" + text).toList()));
    }

    @Test
    void anExchangeGoesOnWhereTheOneBeforeItStopped() {
        SubscriptionSpec spec = SubscriptionSpec.of("a").durable("d").persistent(true);
        List<String> got = new ArrayList<>();
        for (int restart = 0; restart < 5; restart++) {
            Exchange exchange =
                    new Exchange(
                            PubSubSettings.defaults(),
                            NODE,
                            platform,
                            ulids,
                            new UnifiedRouter(NODE),
                            Monitor.OFF,
                            open());
            TopicClient client =
                    exchange.client(
                            new ClientContext(
                                    Caller.local("test"),
                                    Codecs.plain(),
                                    new Gate(GateSettings.defaults()),
                                    Runnable::run));
            Subscription there =
                    client.<String>subscribe(spec, String.class, m -> got.add(m.body()));
            client.publish("a", "there " + restart);
            there.close();
            client.publish(Publication.on("a").payload("away " + restart).header("k", "v"));
            exchange.close();
        }
        assertThat(got)
                .containsExactly(
                        "there 0", "away 0", "there 1", "away 1", "there 2", "away 2", "there 3",
                        "away 3", "there 4");
    }

    @Test
    void theJournalIsThereWhenTheFirstNameIs() {
        Path own = folder.resolve("lazy");
        DurableStore store = LazyDurables.of(own, Durability.DISK, platform);
        assertThat(contents(store).names).isEmpty();
        store.forget("n");
        store.close();
        assertThat(own).doesNotExist();

        DurableStore second = LazyDurables.of(own, Durability.OS, platform);
        assertThat(contents(second).names).isEmpty();
        second.define("n", SubscriptionSpec.of("a").durable("n").persistent(true));
        second.append("n", message("1", Map.of()));
        second.close();

        DurableStore third = LazyDurables.of(own, Durability.OS, platform);
        assertThat(contents(third).messages).containsExactly("n:1");
        third.close();
        assertThat(LazyDurables.of(own, Durability.MEMORY, platform).keeps()).isFalse();
    }
}
