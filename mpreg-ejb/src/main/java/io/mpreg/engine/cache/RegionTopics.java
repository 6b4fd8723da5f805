package io.mpreg.engine.cache;

import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.topic.Escape;
import io.mpreg.engine.topic.Taxonomy;
import io.mpreg.engine.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** The topics on which a region tells what happens in it. */
final class RegionTopics {

    private static final int LONGEST_SEGMENT = 600;

    private final String segment;
    private final Map<CacheEvent, Outlet> events = new EnumMap<>(CacheEvent.class);

    private final String name;
    private final Outlet writes;

    RegionTopics(String region, RegionSpec.Mode mode) {
        name = region;
        segment = segment(region);
        boolean replicated = mode == RegionSpec.Mode.REPLICATED;
        writes = new Outlet(coordination(replicated ? "replication" : "invalidation"));
        for (CacheEvent event : CacheEvent.values()) {
            String topic = "mpreg.cache.events." + segment + '.' + event.word();
            events.put(event, new Outlet(TopicName.of(topic)));
        }
    }

    Outlet event(CacheEvent event) {
        return events.get(event);
    }

    /** Where writes go that other nodes must learn of. */
    Outlet writes() {
        return writes;
    }

    /** Where nodes tell each other of an operation on the region. */
    TopicName coordination(String operation) {
        return Taxonomy.CACHE_COORDINATION.topic(operation, name);
    }

    /** The same of a region that this node need not have. */
    static TopicName coordination(String operation, String region) {
        return Taxonomy.CACHE_COORDINATION.topic(operation, region);
    }

    TopicName analytics(String metric) {
        return Taxonomy.CACHE_ANALYTICS.topic(metric, name);
    }

    TopicName invalidation(String key) {
        return invalidation(segment, key);
    }

    /** The topic of an invalidation in a region that this node does not have. */
    static TopicName invalidation(KeyRef id) {
        return invalidation(segment(id.region()), id.key());
    }

    private static TopicName invalidation(String region, String key) {
        return TopicName.of("mpreg.cache.invalidation." + region + '.' + segment(key));
    }

    /**
     * A text as one segment of a topic: what the grammar does not allow is percent-escaped. A text
     * that is too long for a topic when escaped is stood for by its digest.
     */
    static String segment(String text) {
        String escaped = Escape.segment(text);
        return escaped.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SEGMENT
                ? escaped
                : "%sha256=" + digest(text);
    }

    private static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
