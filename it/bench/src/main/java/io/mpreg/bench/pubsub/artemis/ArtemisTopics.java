package io.mpreg.bench.pubsub.artemis;

import io.mpreg.bench.pubsub.Carrier;
import io.mpreg.bench.pubsub.TopicPeer;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * Artemis in this process, without persistence; the rest as its manual has it for throughput: no
 * delivery on the thread that reads.
 */
public final class ArtemisTopics implements TopicPeer {

    private ActiveMQServerImpl server;
    private String url;

    @Override
    public void start(int port) throws Exception {
        url = "tcp://127.0.0.1:" + port;
        server =
                new ActiveMQServerImpl(
                        new ConfigurationImpl()
                                .setPersistenceEnabled(false)
                                .setSecurityEnabled(false)
                                .setJMXManagementEnabled(false)
                                .addAcceptorConfiguration("tcp", url + "?directDeliver=false"));
        server.start();
    }

    @Override
    public Carrier carrier(int bytes, int connections, int each, IntConsumer received)
            throws Exception {
        return new ArtemisCarrier(url, bytes, connections, each, received);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                "client", "core",
                "server", "2.44.0 in the process of the clients",
                "durable", false,
                "acknowledged", "before delivery",
                "directDeliver", false,
                "windows", "unlimited");
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
