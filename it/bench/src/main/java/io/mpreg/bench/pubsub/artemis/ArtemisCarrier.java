package io.mpreg.bench.pubsub.artemis;

import io.mpreg.bench.pubsub.Carrier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * Non-durable messages over multicast addresses with a wildcard, acknowledged by the server before
 * it delivers them; a subscription is a temporary queue, those of a connection share a session.
 */
final class ArtemisCarrier implements Carrier {

    private static final String TOPIC = "bench.orders.created";
    private static final String PATTERN = "bench.*.created";
    private static final int UNLIMITED = -1;
    private static final int ACKNOWLEDGEMENTS = 1 << 20;

    private final List<ServerLocator> locators = new ArrayList<>();
    private final List<ClientSessionFactory> factories = new ArrayList<>();
    private final ClientSession session;
    private final ClientProducer producer;
    private final byte[] payload;

    ArtemisCarrier(String url, int bytes, int connections, int each, IntConsumer received)
            throws Exception {
        for (int c = 0; c < connections; c++) {
            ClientSession subscriber = session(url);
            for (int s = 0; s < each; s++) {
                int receiver = c * each + s;
                SimpleString queue = SimpleString.of("subscription-" + receiver);
                subscriber.createQueue(
                        QueueConfiguration.of(queue)
                                .setAddress(PATTERN)
                                .setRoutingType(RoutingType.MULTICAST)
                                .setDurable(false)
                                .setTemporary(true));
                subscriber
                        .createConsumer(queue)
                        .setMessageHandler(message -> taken(message, receiver, received));
            }
            subscriber.start();
        }
        session = session(url);
        producer = session.createProducer(TOPIC);
        payload = new byte[bytes];
        java.util.Arrays.fill(payload, (byte) 'x');
    }

    private static void taken(ClientMessage message, int receiver, IntConsumer received) {
        if (message.getBodySize() == 0) {
            throw new IllegalStateException("an empty message came");
        }
        received.accept(receiver);
    }

    private ClientSession session(String url) throws Exception {
        ServerLocator locator =
                ActiveMQClient.createServerLocator(url)
                        .setBlockOnNonDurableSend(false)
                        .setBlockOnAcknowledge(false)
                        .setConsumerWindowSize(UNLIMITED)
                        .setProducerWindowSize(UNLIMITED)
                        .setAckBatchSize(ACKNOWLEDGEMENTS);
        locators.add(locator);
        ClientSessionFactory factory = locator.createSessionFactory();
        factories.add(factory);
        return factory.createSession(null, null, false, true, true, true, ACKNOWLEDGEMENTS);
    }

    @Override
    public void publish() throws ActiveMQException {
        ClientMessage message = session.createMessage(false);
        message.getBodyBuffer().writeBytes(payload);
        producer.send(message);
    }

    @Override
    public void flush() {
        // The client sends at once.
    }

    @Override
    public void close() {
        factories.forEach(ClientSessionFactory::close);
        locators.forEach(ServerLocator::close);
    }
}
