package io.mpreg.bench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Several attackers at once, beside a client that goes on with its work. */
final class Raid {

    private final int port;
    private final int connections;
    private final Bystander bystander;

    /**
     * @param connections how many attackers there are
     */
    Raid(int port, int connections, Bystander bystander) {
        this.port = port;
        this.connections = connections;
        this.bystander = bystander;
    }

    /**
     * What came of it.
     *
     * @param sent how many frames were sent
     * @param closes how many connections ended with each code
     */
    record Toll(long sent, Map<Integer, AtomicInteger> closes) {}

    /**
     * Sends frames until there are so many, or the time is over.
     *
     * @param harmless whether all of them are valid
     */
    Toll run(long frames, boolean harmless, long seed, long limitSeconds)
            throws InterruptedException {
        AtomicLong left = new AtomicLong(frames);
        AtomicLong sent = new AtomicLong();
        Map<Integer, AtomicInteger> closes = new ConcurrentSkipListMap<>();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Attacker attacker =
                    new Attacker(port, i % 2 == 1, harmless, seed * 1000 + i, left, sent, closes);
            Thread thread = new Thread(attacker, "fuzz-" + i);
            thread.setDaemon(true);
            thread.start();
            attackers.add(thread);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (attackers.stream().anyMatch(Thread::isAlive)) {
            if (System.nanoTime() > end) {
                left.set(0);
            }
            bystander.round();
        }
        return new Toll(sent.get(), closes);
    }
}
