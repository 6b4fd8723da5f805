package io.mpreg.bench.topics;

import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TrieTable;
import java.util.function.Consumer;

/** MPREG's own table. */
final class MpregIndex implements TopicIndex {

    private final TrieTable<String> table = new TrieTable<>();

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
        return new Query(TopicName.of(topic));
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
        Query query = (Query) topic;
        query.count = 0;
        table.values(query.topic, query);
        return query.count;
    }

    int nodes() {
        return table.nodes();
    }

    /** A topic, and where its subscribers are counted. */
    private static final class Query implements Consumer<String> {
        private final TopicName topic;
        private int count;

        Query(TopicName topic) {
            this.topic = topic;
        }

        @Override
        public void accept(String subscriber) {
            count++;
        }
    }
}
