package io.mpreg.engine.cache;

import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;

/** How long entries live: until their own deadline, and no longer than they may be idle. */
final class Lifetime implements Expiry<String, Entry> {

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

    @Override
    public long expireAfterCreate(String key, Entry entry, long now) {
        return after(entry, now);
    }

    @Override
    public long expireAfterUpdate(String key, Entry entry, long now, long current) {
        return after(entry, now);
    }

    @Override
    public long expireAfterRead(String key, Entry entry, long now, long current) {
        return idles() ? after(entry, now) : current;
    }
}
