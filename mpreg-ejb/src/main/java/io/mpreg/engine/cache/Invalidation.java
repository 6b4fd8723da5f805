package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import java.util.Objects;

/**
 * What is to be dropped from a region.
 *
 * @param by how it is named
 * @param value the key, pattern, tag or input
 */
public record Invalidation(By by, String value) {

    /** How what is to be dropped is named. */
    public enum By {
        /** The entry of a key, and what depends on it. */
        KEY,
        /** The entries whose keys match a pattern, and what depends on them. */
        PATTERN,
        /** The entries with a tag, and what depends on them. */
        TAG,
        /** What depends on a key, but not the entry of the key. */
        DEPENDENCY
    }

    public Invalidation {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(value, "value");
    }

    public static Invalidation key(String key) {
        return new Invalidation(By.KEY, key);
    }

    public static Invalidation pattern(String pattern) {
        return new Invalidation(By.PATTERN, pattern);
    }

    public static Invalidation tag(String tag) {
        return new Invalidation(By.TAG, tag);
    }

    public static Invalidation dependency(String key) {
        return new Invalidation(By.DEPENDENCY, key);
    }

    /** Whether it can be carried out. */
    boolean valid() {
        try {
            check();
            return true;
        } catch (MpregRequestException invalid) {
            return false;
        }
    }

    /**
     * Checks that it can be carried out.
     *
     * @throws MpregRequestException if not
     */
    void check() {
        switch (by) {
            case KEY -> Names.key(value);
            case PATTERN -> KeyPattern.of(value);
            case TAG -> Names.tag(value);
            case DEPENDENCY -> Names.key("dependency", value);
        }
    }
}
