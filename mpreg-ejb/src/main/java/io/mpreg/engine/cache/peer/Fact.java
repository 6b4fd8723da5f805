package io.mpreg.engine.cache.peer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a key was written, or taken away, by somebody.
 *
 * @param key the key
 * @param stamp the write
 * @param state what is known of it
 * @param content what was written; there if and only if it is live
 */
public record Fact(String key, Stamp stamp, State state, @Nullable Content content) {

    /** What is known of a write. */
    public enum State {
        /** It is here. */
        LIVE,
        /** It took the entry away. */
        GONE,
        /** It is not here any more, although it may be at others: it made room or its time came. */
        UNKEPT
    }

    public Fact {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(stamp, "stamp");
        if ((state == State.LIVE) != (content != null)) {
            throw new IllegalArgumentException(state + " with content " + content);
        }
    }

    public static Fact live(String key, Stamp stamp, Content content) {
        return new Fact(key, stamp, State.LIVE, content);
    }

    public static Fact gone(String key, Stamp stamp) {
        return new Fact(key, stamp, State.GONE, null);
    }

    public boolean isLive() {
        return state == State.LIVE;
    }

    /** The same write, of which only the stamp is left. */
    public Fact unkept() {
        return new Fact(key, stamp, State.UNKEPT, null);
    }
}
