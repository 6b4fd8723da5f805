package io.mpreg.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Compares a region with bare Caffeine on one thread: 95 % reads and 5 % writes of 100 000 keys by
 * Zipf's law, half of which fit. Prints; asserts nothing.
 */
public final class CacheThroughput {

    private static final int KEYS = 100_000;
    private static final int OPERATIONS = 2_000_000;
    private static final int ROUNDS = 5;

    private CacheThroughput() {}

    public static void main(String[] arguments) {
        String[] keys = new String[KEYS];
        Arrays.setAll(keys, i -> "key." + i);
        int[] picks = picks();
        Payload value = Payload.json("\"a value of some thirty bytes\"");

        Cache<String, Payload> bare = Caffeine.newBuilder().maximumSize(KEYS / 2).build();
        CacheClient region = region();
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            long found = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                String key = keys[picks[i]];
                if (i % 20 == 0) {
                    bare.put(key, value);
                } else if (bare.getIfPresent(key) != null) {
                    found++;
                }
            }
            double bareRate = OPERATIONS * 1e9 / (System.nanoTime() - start);
            start = System.nanoTime();
            long foundToo = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                String key = keys[picks[i]];
                if (i % 20 == 0) {
                    region.put(key, value);
                } else if (region.get(key).isPresent()) {
                    foundToo++;
                }
            }
            double rate = OPERATIONS * 1e9 / (System.nanoTime() - start);
            System.out.printf(
                    "round %d: Caffeine %,.0f/s (%d found), region %,.0f/s (%d found), ratio %.2f%n",
                    round, bareRate, found, rate, foundToo, rate / bareRate);
        }
    }

    private static CacheClient region() {
        Clock clock = Clock.system();
        NodeInfo node = new NodeInfo("n", "c", "test");
        CacheEngine engine =
                new CacheEngine(
                        CacheSettings.defaults(),
                        node,
                        new Platform(clock, new VirtualTime(), Runnable::run, Thread::new),
                        new UlidSource(clock, new SplittableRandom(1)),
                        new UnifiedRouter(node),
                        Monitor.OFF);
        ClientContext context =
                new ClientContext(
                        Caller.NODE,
                        new TreeCodec(),
                        new Gate(GateSettings.defaults()),
                        Runnable::run);
        CacheClient region = engine.client(context, "r");
        region.configure(RegionSpec.defaults().maxEntries(KEYS / 2));
        return region;
    }

    private static int[] picks() {
        double[] sums = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += 1 / Math.pow(i + 1, 0.99);
            sums[i] = sum;
        }
        SplittableRandom random = new SplittableRandom(7);
        int[] picks = new int[OPERATIONS];
        for (int i = 0; i < OPERATIONS; i++) {
            int at = Arrays.binarySearch(sums, random.nextDouble(sum));
            picks[i] = Math.min(KEYS - 1, at < 0 ? -at - 1 : at);
        }
        return picks;
    }
}
