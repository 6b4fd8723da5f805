package io.mpreg.bench.pubsub.rabbitmq;

import io.mpreg.bench.pubsub.Carrier;
import io.mpreg.bench.pubsub.TopicPeer;
import java.util.Map;
import java.util.function.IntConsumer;

/** A topic exchange of a server that runs already. */
public final class RabbitTopics implements TopicPeer {

    private int port;

    @Override
    public void start(int at) {
        port = at;
    }

    @Override
    public Carrier carrier(int bytes, int connections, int each, IntConsumer received)
            throws Exception {
        return new RabbitCarrier(port, bytes, connections, each, received);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                "client", "amqp-client 5.37.1",
                "durable", false,
                "acknowledged", "automatically",
                "queues", "classic, exclusive");
    }

    @Override
    public void close() {
        // The server belongs to whoever started it.
    }
}
