package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.CacheLoader;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.PutReceipt;
import io.mpreg.api.codec.ValueCodec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A region of a {@link MemoryNode}. */
final class MemoryCache {

    final Map<String, Payload> entries = new TreeMap<>();
    final Map<String, PutOptions> options = new TreeMap<>();
    private final String region;

    MemoryCache(String region) {
        this.region = region;
    }

    Object client(ValueCodec codec) {
        return new Client(codec);
    }

    /** The part of a client that there is. */
    private final class Client {
        private final ValueCodec codec;

        Client(ValueCodec codec) {
            this.codec = codec;
        }

        String region() {
            return region;
        }

        Optional<Value> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(p -> new Value(p, codec));
        }

        <T> Optional<T> get(String key, Class<T> type) {
            return get(key).map(value -> value.as(type));
        }

        <T> T getOrLoad(String key, Class<T> type, CacheLoader<T> loader, PutOptions how) {
            Payload known = entries.get(key);
            if (known == null) {
                try {
                    known = codec.encode(loader.load(key));
                } catch (Exception e) {
                    throw MpregException.of(
                            ErrorCode.EXECUTION_FAILED, "the loader failed: " + e, Map.of(), e);
                }
                entries.put(key, known);
                options.put(key, how);
            }
            return codec.decode(known, type);
        }

        boolean contains(String key) {
            return entries.containsKey(key);
        }

        PutReceipt put(String key, Object value, PutOptions how) {
            if (how.ifAbsent() && entries.containsKey(key)) {
                return new PutReceipt(false, 1);
            }
            entries.put(key, codec.encode(value));
            options.put(key, how);
            return new PutReceipt(true, 1);
        }

        boolean remove(String key) {
            return entries.remove(key) != null;
        }

        int invalidate(String key) {
            return entries.remove(key) == null ? 0 : 1;
        }

        int invalidatePattern(String pattern) {
            int before = entries.size();
            String regex = pattern.replace(".", "\\.").replace("*", "[^.]+").replace("#", ".*");
            entries.keySet().removeIf(key -> key.matches(regex));
            return before - entries.size();
        }

        int invalidateTag(String tag) {
            int before = entries.size();
            entries.keySet().removeIf(key -> options.get(key).tags().contains(tag));
            return before - entries.size();
        }

        long clear() {
            int before = entries.size();
            entries.clear();
            return before;
        }

        AtomicResult atomic(String key, AtomicOperation operation, Object expected, Object value) {
            throw new UnsupportedOperationException();
        }
    }
}
