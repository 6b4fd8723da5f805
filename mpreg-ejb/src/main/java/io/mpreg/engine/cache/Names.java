package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.engine.cache.peer.KeyRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What names, keys and tags may look like. */
final class Names {

    static final int MAX_KEY = 512;
    static final int MAX_REGION = 128;
    static final int MAX_TAG = 256;
    static final int MAX_TAGS = 64;
    static final int MAX_INPUTS = 256;

    private static final String SPECIAL = "_-./@%+=";

    private Names() {}

    static String region(String name) {
        if (name.isEmpty() || name.length() > MAX_REGION) {
            throw MpregRequestException.field(
                    "region",
                    "it has " + name.length() + " characters, 1 to " + MAX_REGION + " may be");
        }
        if (!isRegion(name)) {
            throw MpregRequestException.field(
                    "region",
                    "'"
                            + name
                            + "' holds something else than letters, digits and any of "
                            + SPECIAL);
        }
        return name;
    }

    static String key(String key) {
        return key("key", key);
    }

    static String key(String field, String key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw MpregRequestException.field(
                    field, "it has " + key.length() + " characters, 1 to " + MAX_KEY + " may be");
        }
        return key;
    }

    static String tag(String tag) {
        if (tag.isEmpty() || tag.length() > MAX_TAG) {
            throw MpregRequestException.field(
                    "tag", "it has " + tag.length() + " characters, 1 to " + MAX_TAG + " may be");
        }
        return tag;
    }

    static void options(PutOptions options) {
        if (options == PutOptions.NONE) {
            return;
        }
        if (options.tags().size() > MAX_TAGS) {
            throw MpregRequestException.field(
                    "tags", "there are " + options.tags().size() + ", at most " + MAX_TAGS);
        }
        options.tags().forEach(Names::tag);
        if (options.dependsOn().size() > MAX_INPUTS) {
            throw MpregRequestException.field(
                    "dependsOn",
                    "there are " + options.dependsOn().size() + ", at most " + MAX_INPUTS);
        }
        if (options.timeToLive().filter(Duration::isNegative).isPresent()) {
            throw MpregRequestException.field("timeToLive", "it is negative");
        }
        if (options.weight().orElse(0) < 0) {
            throw MpregRequestException.field("weight", "it is negative");
        }
        if (!Double.isFinite(options.quality())) {
            throw MpregRequestException.field("quality", "it is no finite number");
        }
        if (options.cost().isNegative()) {
            throw MpregRequestException.field("cost", "it is negative");
        }
    }

    /**
     * What a text that names an input can mean: a key of the same region, and, where it has a
     * colon, also a key of the region before the colon. Both count, because to drop too much is
     * safe and to drop too little is not.
     */
    static List<KeyRef> inputs(String region, String text) {
        List<KeyRef> refs = new ArrayList<>(2);
        int colon = text.indexOf(':');
        if (colon > 0 && colon < text.length() - 1 && isRegion(text.substring(0, colon))) {
            refs.add(
                    new KeyRef(
                            text.substring(0, colon), key("dependsOn", text.substring(colon + 1))));
        }
        if (refs.isEmpty() || text.length() <= MAX_KEY) {
            refs.add(new KeyRef(region, key("dependsOn", text)));
        }
        return refs;
    }

    static Set<KeyRef> inputs(String region, Set<String> texts) {
        if (texts.isEmpty()) {
            return Set.of();
        }
        Set<KeyRef> refs = new HashSet<>();
        texts.forEach(text -> refs.addAll(inputs(region, text)));
        return Set.copyOf(refs);
    }

    private static boolean isRegion(String name) {
        if (name.length() > MAX_REGION) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && SPECIAL.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
