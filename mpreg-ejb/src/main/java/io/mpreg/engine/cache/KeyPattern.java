package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;

/**
 * A topic pattern over keys, whose segments are parted by dots. A key that is no valid topic is
 * matched by {@code #} only.
 */
final class KeyPattern {

    private final TopicPattern pattern;

    private KeyPattern(TopicPattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws MpregRequestException if it is no valid pattern
     */
    static KeyPattern of(String text) {
        return new KeyPattern(TopicPattern.of(text));
    }

    boolean all() {
        return pattern.value().equals("#");
    }

    boolean matches(String key) {
        if (all()) {
            return true;
        }
        try {
            return pattern.matches(TopicName.of(key));
        } catch (MpregRequestException notATopic) {
            return false;
        }
    }
}
