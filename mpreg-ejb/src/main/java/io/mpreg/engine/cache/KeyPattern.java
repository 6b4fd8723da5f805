package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TopicTable;
import io.mpreg.engine.topic.TrieTable;

/**
 * A topic pattern over keys, whose segments are parted by dots. A key that is no valid topic is
 * matched by {@code #} only.
 */
final class KeyPattern {

    private final TopicPattern pattern;
    private final TopicTable<Boolean> table = new TrieTable<>();

    private KeyPattern(TopicPattern pattern) {
        this.pattern = pattern;
        table.add(pattern, true);
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
        TopicName topic;
        try {
            topic = TopicName.of(key);
        } catch (MpregRequestException notATopic) {
            return false;
        }
        boolean[] found = new boolean[1];
        table.match(topic, (p, v) -> found[0] = true);
        return found[0];
    }
}
