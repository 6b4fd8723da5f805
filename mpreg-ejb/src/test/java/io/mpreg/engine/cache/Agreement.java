package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Several caches over a network that loses, doubles and reorders what they tell each other, and
 * cuts nodes off; once it is healed, they agree. What happens follows from a seed.
 */
public final class Agreement {

    private static final int STEPS = 150;
    private static final int KEYS = 12;

    /** How long it takes at the most until nodes that can reach each other agree. */
    private static final int REPAIR_MILLIS = 10_000;

    private Agreement() {}

    /**
     * What became of a seed, or of several.
     *
     * @param strict with how many seeds nothing may be missing anywhere
     * @param disagreements where nodes differ
     */
    public record Outcome(
            int seeds,
            int strict,
            long delivered,
            long lost,
            long doubled,
            long delayed,
            long cuts,
            List<String> disagreements) {

        static final Outcome NONE = new Outcome(0, 0, 0, 0, 0, 0, 0, List.of());

        Outcome and(Outcome other) {
            List<String> all = new ArrayList<>(disagreements);
            all.addAll(other.disagreements);
            return new Outcome(
                    seeds + other.seeds,
                    strict + other.strict,
                    delivered + other.delivered,
                    lost + other.lost,
                    doubled + other.doubled,
                    delayed + other.delayed,
                    cuts + other.cuts,
                    all);
        }

        @Override
        public String toString() {
            return seeds
                    + " seeds, "
                    + delivered
                    + " messages delivered, "
                    + lost
                    + " lost, "
                    + doubled
                    + " doubled, "
                    + delayed
                    + " delayed out of order, "
                    + cuts
                    + " cuts; nothing may be missing with "
                    + strict
                    + " seeds; disagreements "
                    + disagreements.size();
        }
    }

    record Node(String name, CacheEngine engine, ClientContext context) {
        CacheClient region(String region) {
            return engine.client(context, region);
        }
    }

    static final class World {
        final VirtualTime time = new VirtualTime();
        final SplittableRandom random;
        final SimulatedNetwork network;
        final List<Node> nodes = new ArrayList<>();

        World(long seed, CoordinationSettings settings, int count) {
            random = new SplittableRandom(seed);
            network = new SimulatedNetwork(time, random.split());
            for (int i = 0; i < count; i++) {
                add("n" + i, settings);
            }
        }

        Node add(String name, CoordinationSettings settings) {
            NodeInfo info = new NodeInfo(name, "c", "test");
            CacheEngine engine =
                    new CacheEngine(
                            CacheSettings.defaults().coordination(settings),
                            info,
                            new Platform(time, time, Runnable::run, Thread::new),
                            new UlidSource(time, random.split()),
                            new UnifiedRouter(info),
                            Monitor.OFF,
                            network.peers(name));
            Node node =
                    new Node(
                            name,
                            engine,
                            new ClientContext(
                                    Caller.local("test"),
                                    new TreeCodec(),
                                    new Gate(GateSettings.defaults()),
                                    Runnable::run));
            nodes.add(node);
            return node;
        }

        Node any() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        void settle() {
            network.heal();
            time.advance(Duration.ofSeconds(20));
        }

        Outcome end(boolean strict, List<String> disagreements) {
            nodes.forEach(node -> node.engine().close());
            return new Outcome(
                    1,
                    strict ? 1 : 0,
                    network.delivered,
                    network.lost,
                    network.doubled,
                    network.delayed,
                    network.cuts,
                    disagreements);
        }
    }

    private static CoordinationSettings settings(SplittableRandom random) {
        CoordinationSettings usual = CoordinationSettings.defaults();
        return new CoordinationSettings(
                usual.resolver(),
                random.nextInt(3) == 0 ? 4 : usual.maxTombstones(),
                random.nextInt(3) == 0
                        ? Duration.ofSeconds(3 + random.nextInt(40))
                        : usual.tombstoneTime(),
                usual.gossipInterval(),
                usual.analyticsInterval(),
                usual.checkTimeout());
    }

    /** Replicated regions: all nodes have the same values. */
    public static Outcome replicated(long seed) {
        SplittableRandom choice = new SplittableRandom(seed * 31 + 7);
        CoordinationSettings settings = settings(choice);
        World world = new World(seed, settings, 2 + choice.nextInt(3));
        boolean small = choice.nextInt(4) == 0;
        boolean dependent = choice.nextInt(3) == 0;
        RegionSpec spec =
                RegionSpec.defaults()
                        .mode(RegionSpec.Mode.REPLICATED)
                        .policy(RegionSpec.Policy.LRU)
                        .conflict(RegionSpec.Conflict.values()[choice.nextInt(4)]);
        spec = small ? spec.maxEntries(6) : spec;
        for (Node node : world.nodes) {
            node.region("r").configure(spec);
        }
        world.network.faults(
                choice.nextDouble(0.2), choice.nextDouble(0.2), choice.nextDouble(0.3));
        for (int step = 0; step < STEPS; step++) {
            replicatedStep(world, dependent);
        }
        if (choice.nextBoolean()) {
            // A node that comes late has to get everything.
            world.add("late", settings);
        }
        world.settle();
        // With room for few entries or for fewer tombstones than there are keys, with tombstones
        // that do not outlast the cuts and what is repaired after them, and in doubt about an
        // input, an entry may be missing somewhere.
        boolean mayMiss =
                small
                        || dependent
                        || settings.maxTombstones() < KEYS
                        || settings.tombstoneTime().toMillis()
                                < world.network.longestCutMillis + REPAIR_MILLIS;
        return world.end(!mayMiss, disagreements(world, mayMiss, "seed " + seed));
    }

    /** Regions of copies: no copy is older than the last write. */
    public static Outcome invalidating(long seed) {
        SplittableRandom choice = new SplittableRandom(seed * 17 + 3);
        World world = new World(seed, settings(choice), 2 + choice.nextInt(3));
        world.network.faults(
                choice.nextDouble(0.2), choice.nextDouble(0.2), choice.nextDouble(0.3));
        Map<String, Long> truth = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            invalidatingStep(world, truth);
        }
        world.settle();
        List<String> stale = new ArrayList<>();
        for (Node node : world.nodes) {
            for (int k = 0; k < KEYS; k++) {
                String key = "k." + k;
                Optional<Long> copy = node.region("r").get(key, Long.class);
                if (copy.isPresent() && !copy.get().equals(truth.get(key))) {
                    stale.add("seed " + seed + ", " + node.name() + ", " + key);
                }
            }
        }
        return world.end(true, stale);
    }

    private static void replicatedStep(World world, boolean dependent) {
        SplittableRandom random = world.random;
        Node node = world.any();
        CacheClient region = node.region("r");
        String key = "k." + random.nextInt(KEYS);
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> {
                PutOptions options =
                        PutOptions.NONE.tags("t" + random.nextInt(3)).quality(random.nextInt(4));
                if (dependent && random.nextBoolean()) {
                    options = options.dependsOn("k." + random.nextInt(KEYS));
                }
                region.put(key, random.nextInt(1000), options);
                assertThat(region.stats().size()).isPositive();
            }
            case 4 -> region.atomic(key, AtomicOperation.INCREMENT, null, 1);
            case 5 -> {
                region.remove(key);
                assertThat(region.contains(key)).isFalse();
            }
            case 6 -> {
                region.invalidate(key);
                assertThat(region.contains(key)).isFalse();
            }
            case 7 -> region.invalidateTag("t" + random.nextInt(3));
            case 8 -> region.invalidatePattern("k." + random.nextInt(KEYS));
            case 9 -> region.getOrLoad(key, Long.class, k -> 5L, PutOptions.NONE);
            case 10 -> {
                if (random.nextInt(5) == 0) {
                    world.network.cut(node.name());
                } else {
                    world.nodes.forEach(each -> world.network.join(each.name()));
                }
            }
            default -> world.time.advance(Duration.ofMillis(random.nextInt(700)));
        }
    }

    private static List<String> disagreements(World world, boolean mayMiss, String at) {
        List<String> found = new ArrayList<>();
        for (int k = 0; k < KEYS; k++) {
            String key = "k." + k;
            Set<Optional<String>> values = new HashSet<>();
            for (Node node : world.nodes) {
                Optional<String> value =
                        node.region("r").entry(key).map(entry -> entry.value().toString());
                if (value.isPresent() || !mayMiss) {
                    values.add(value);
                }
            }
            if (values.size() > 1) {
                found.add(at + ", " + key + ": " + values);
            }
        }
        CompletableFuture<CacheCheck> report =
                world.nodes.get(0).region("r").check(false).toCompletableFuture();
        world.time.advance(Duration.ofSeconds(1));
        CacheCheck compared = report.join();
        if (!mayMiss && !compared.agrees()) {
            found.add(at + ": " + compared);
        }
        return found;
    }

    private static void invalidatingStep(World world, Map<String, Long> truth) {
        SplittableRandom random = world.random;
        Node node = world.any();
        CacheClient region = node.region("r");
        String key = "k." + random.nextInt(KEYS);
        PutOptions options = PutOptions.NONE.tags(key);
        long fresh = random.nextInt(1000);
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                truth.put(key, fresh);
                region.put(key, fresh, options);
            }
            case 2 -> {
                truth.put(key, fresh);
                region.invalidate(key);
                assertThat(region.contains(key)).isFalse();
            }
            case 3 -> {
                truth.put(key, fresh);
                region.invalidateTag(key);
                assertThat(region.contains(key)).isFalse();
            }
            case 4 -> {
                truth.put(key, fresh);
                region.invalidatePattern("k.*");
                assertThat(region.stats().size()).isZero();
            }
            case 5 -> {
                if (random.nextInt(5) == 0) {
                    world.network.cut(node.name());
                } else {
                    world.nodes.forEach(each -> world.network.join(each.name()));
                }
            }
            case 6, 7 ->
                    region.getOrLoad(
                            key, Long.class, k -> truth.computeIfAbsent(k, n -> 0L), options);
            default -> world.time.advance(Duration.ofMillis(random.nextInt(700)));
        }
    }
}
