package io.mpreg.engine.cache;

import java.util.Locale;

/** What can happen to an entry; published on {@code mpreg.cache.events.{region}.{event}}. */
public enum CacheEvent {
    /** It was written. */
    PUT,
    /** It was removed by its key. */
    REMOVE,
    /** It was dropped by an invalidation. */
    INVALIDATE,
    /** It had to make room. */
    EVICT,
    /** Its time was over. */
    EXPIRE,
    /** It was read. */
    HIT,
    /** It was looked for and was not there. */
    MISS,
    /** Nodes wrote it without knowing of each other. */
    CONFLICT;

    /** The word in the topic. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
