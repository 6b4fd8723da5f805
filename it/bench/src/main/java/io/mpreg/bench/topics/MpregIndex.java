package io.mpreg.bench.topics;

import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TrieTable;
import java.util.function.Consumer;

/** MPREG's own table. */
final class MpregIndex implements TopicIndex, Consumer<String> {

    private final TrieTable<String> table = new TrieTable<>();
    private int count;

    @Override
    public String name() {
        return "mpreg";
    }

    @Override
    public Object pattern(String pattern) {
        return TopicPattern.of(pattern);
    }

    @Override
    public Object topic(String topic) {
        return TopicName.of(topic);
    }

    @Override
    public void add(Object pattern, String subscriber) {
        table.add((TopicPattern) pattern, subscriber);
    }

    @Override
    public void remove(Object pattern, String subscriber) {
        table.remove((TopicPattern) pattern, subscriber);
    }

    @Override
    public int match(Object topic) {
        count = 0;
        table.values((TopicName) topic, this);
        return count;
    }

    @Override
    public void accept(String subscriber) {
        count++;
    }

    int nodes() {
        return table.nodes();
    }
}
