package io.mpreg.engine.cache;

import java.time.Duration;

/** How long entries live: until their own deadline, and no longer than they may be idle. */
final class Lifetime {

    /** What counts as no limit: a life as long as this or longer. */
    static final Duration ENDLESS = Duration.ofDays(36_500).minusSeconds(1);

    private final long idle;

    Lifetime(long idleNanos) {
        this.idle = idleNanos;
    }

    /** How long an entry lives that is used now. */
    long after(Entry entry, long now) {
        return Math.min(idle, entry.traits().lifeAt(now));
    }

    /** Whether entries end that are not used. */
    boolean idles() {
        return idle != Long.MAX_VALUE;
    }

    /** How long an entry lives that nobody uses, in nanoseconds. */
    long idle() {
        return idle;
    }
}
