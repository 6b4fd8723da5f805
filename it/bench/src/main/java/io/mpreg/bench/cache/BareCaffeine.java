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
            int pick = access.picks()[i];
            String key = access.keys()[pick];
            if (i % Access.WRITE_EVERY == 0) {
                cache.put(key, access.values()[pick]);
            } else {
                Payload value = cache.getIfPresent(key);
                if (value != null && value.size() > 0) {
                    found++;
                }
            }
        }
        return found;
    }
}
