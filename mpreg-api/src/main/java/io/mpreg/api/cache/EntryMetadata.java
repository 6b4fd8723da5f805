package io.mpreg.api.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a region knows about an entry.
 *
 * @param version goes up with every write of the key, not always by one
 * @param createdAt when it was written
 * @param hits how often it was read
 * @param timeLeft how long it still lives, if it ends
 * @param tags the words by which it can be invalidated
 * @param cost what computing it cost
 * @since 0.1
 */
public record EntryMetadata(
        long version,
        Instant createdAt,
        long hits,
        Optional<Duration> timeLeft,
        Set<String> tags,
        Duration cost) {}
