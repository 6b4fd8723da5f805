package io.mpreg.bench.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mpreg.api.Payload;

/** Caffeine as it comes. */
final class BareCaffeine implements Subject {

    private final Cache<String, Payload> cache;

    BareCaffeine(int capacity) {
        cache = Caffeine.newBuilder().maximumSize(capacity).build();
    }

    @Override
    public long run(Access access, int from, int to) {
        long found = 0;
        for (int i = from; i < to; i++) {
            String key = access.keys()[access.picks()[i]];
            if (i % Access.WRITE_EVERY == 0) {
                cache.put(key, access.value());
            } else if (cache.getIfPresent(key) != null) {
                found++;
            }
        }
        return found;
    }
}
