package io.mpreg.api.cache;

import io.mpreg.api.Value;

/**
 * An entry with what the region knows about it.
 *
 * @since 0.1
 */
public record CacheEntry(Value value, EntryMetadata metadata) {}
