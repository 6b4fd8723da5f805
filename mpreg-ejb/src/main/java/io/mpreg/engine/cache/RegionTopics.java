package io.mpreg.engine.cache;

import io.mpreg.api.cache.RegionSpec;
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
    private static final String PLAIN = "_-:/@+=";

    private final String segment;
    private final TopicName coordination;
    private final Map<CacheEvent, TopicName> events = new EnumMap<>(CacheEvent.class);

    RegionTopics(String region, RegionSpec.Mode mode) {
        segment = segment(region);
        String operation = mode == RegionSpec.Mode.REPLICATED ? "replication" : "invalidation";
        coordination = TopicName.of("mpreg.cache.coordination." + operation + '.' + segment);
        for (CacheEvent event : CacheEvent.values()) {
            events.put(event, TopicName.of("mpreg.cache.events." + segment + '.' + event.word()));
        }
    }

    TopicName event(CacheEvent event) {
        return events.get(event);
    }

    /** Where writes go that other nodes must learn of. */
    TopicName coordination() {
        return coordination;
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
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || PLAIN.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        }
        return out.length() <= LONGEST_SEGMENT ? out.toString() : "%sha256=" + digest(text);
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
