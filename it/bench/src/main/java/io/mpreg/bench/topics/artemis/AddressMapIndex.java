package io.mpreg.bench.topics.artemis;

import io.mpreg.bench.topics.TopicIndex;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.impl.AddressMap;
import org.apache.activemq.artemis.core.postoffice.impl.AddressMapVisitor;

/** The map of addresses of Artemis, configured for our wildcards. */
public final class AddressMapIndex implements TopicIndex, AddressMapVisitor<String> {

    private final AddressMap<String> map = new AddressMap<>("#", "*", '.');
    private int count;

    @Override
    public String name() {
        return "artemis";
    }

    @Override
    public Object pattern(String pattern) {
        return SimpleString.of(pattern);
    }

    @Override
    public Object topic(String topic) {
        return SimpleString.of(topic);
    }

    @Override
    public void add(Object pattern, String subscriber) {
        map.put((SimpleString) pattern, subscriber);
    }

    @Override
    public void remove(Object pattern, String subscriber) {
        map.remove((SimpleString) pattern, subscriber);
    }

    @Override
    public int match(Object topic) throws Exception {
        count = 0;
        map.visitMatchingWildcards((SimpleString) topic, this);
        return count;
    }

    @Override
    public void visit(String subscriber) {
        count++;
    }
}
