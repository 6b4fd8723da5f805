package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Peers;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Carries messages between caches on a virtual clock, and loses, doubles, delays and thereby
 * reorders them, or cuts a node off, as a seed says.
 */
final class SimulatedNetwork {

    private static final Duration LINK = Duration.ofMillis(2);

    private final VirtualTime time;
    private final SplittableRandom random;
    private final Map<String, BiConsumer<String, UnifiedMessage>> nodes = new LinkedHashMap<>();
    private final Map<String, Long> busyUntil = new HashMap<>();
    private final Map<String, Long> cut = new HashMap<>();
    private double loss;
    private double doubling;
    private double delay;
    long lost;
    long doubled;
    long delayed;
    long cuts;
    long delivered;
    long longestCutMillis;

    SimulatedNetwork(VirtualTime time, SplittableRandom random) {
        this.time = time;
        this.random = random;
    }

    void faults(double lossShare, double doublingShare, double delayShare) {
        loss = lossShare;
        doubling = doublingShare;
        delay = delayShare;
    }

    void heal() {
        faults(0, 0, 0);
        List.copyOf(cut.keySet()).forEach(this::join);
    }

    void cut(String node) {
        cut.putIfAbsent(node, time.millis());
        cuts++;
    }

    void join(String node) {
        Long since = cut.remove(node);
        if (since != null) {
            longestCutMillis = Math.max(longestCutMillis, time.millis() - since);
        }
    }

    Peers peers(String self) {
        return new Peers() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public Set<String> others() {
                Set<String> others = new HashSet<>(nodes.keySet());
                others.remove(self);
                if (cut.containsKey(self)) {
                    return Set.of();
                }
                others.removeAll(cut.keySet());
                return others;
            }

            @Override
            public void send(String peer, UnifiedMessage message) {
                carry(self, peer, message);
            }

            @Override
            public void broadcast(UnifiedMessage message) {
                nodes.keySet().stream()
                        .filter(node -> !node.equals(self))
                        .forEach(node -> carry(self, node, message));
            }

            @Override
            public void deliverTo(BiConsumer<String, UnifiedMessage> receiver) {
                nodes.put(self, receiver);
            }
        };
    }

    private void carry(String from, String to, UnifiedMessage message) {
        if (random.nextDouble() < loss || cut.containsKey(from) || cut.containsKey(to)) {
            lost++;
            return;
        }
        boolean twice = random.nextDouble() < doubling;
        if (twice) {
            doubled++;
        }
        for (int copy = twice ? 2 : 1; copy > 0; copy--) {
            long now = time.millis();
            long arrival = now + LINK.toMillis();
            if (random.nextDouble() < delay) {
                delayed++;
                arrival += random.nextInt(1, 400);
            } else {
                // One after the other, as over a link.
                arrival = Math.max(arrival, busyUntil.getOrDefault(from + '>' + to, 0L));
                busyUntil.put(from + '>' + to, arrival);
            }
            time.schedule(Duration.ofMillis(arrival - now), () -> deliver(from, to, message));
        }
    }

    private void deliver(String from, String to, UnifiedMessage message) {
        if (!cut.containsKey(from) && !cut.containsKey(to)) {
            delivered++;
            nodes.get(to).accept(from, message);
        }
    }
}
