package io.mpreg.api.cache;

import java.util.Objects;

/**
 * Where one node's entry of a key is not that of another, as {@link CacheClient#check} finds.
 *
 * @param key the key
 * @param kind what is different about it
 * @param node the other node that was compared with the one that was asked
 * @since 0.1
 */
public record CacheDifference(String key, Kind kind, String node) {

    /** What is different. */
    public enum Kind {
        /** Both have an entry, but not the same. */
        VALUE,
        /** The node that was asked does not have it. */
        MISSING_HERE,
        /** The other node does not have it. */
        MISSING_THERE
    }

    public CacheDifference {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(node, "node");
    }
}
