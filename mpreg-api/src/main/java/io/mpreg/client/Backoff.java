package io.mpreg.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double up to a longest one, each shortened at random. <b>Not</b> thread-safe. */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    Duration next() {
        long full = next.toMillis();
        next = Duration.ofMillis(Math.min(longest.toMillis(), full * 2));
        return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    void reset() {
        next = first;
    }
}
