package io.mpreg.bench.queue.artemis;

import io.mpreg.bench.queue.Broker;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * A queue of Artemis with the CORE client: a connection to send and one to consume; sends are
 * confirmed one by one without blocking, and each message is acknowledged at once.
 */
final class ArtemisBroker implements Broker {

    private static final int CONFIRMATION_WINDOW = 10 << 20;

    private final ServerLocator locator;
    private final ClientSessionFactory sending;
    private final ClientSessionFactory receiving;
    private final ClientSession session;
    private final ClientProducer producer;
    private final byte[] payload;

    ArtemisBroker(String url, String queue, int bytes, AtomicLong acknowledged) throws Exception {
        payload = new byte[bytes];
        locator =
                ActiveMQClient.createServerLocator(url)
                        .setBlockOnDurableSend(false)
                        .setBlockOnAcknowledge(false)
                        .setConfirmationWindowSize(CONFIRMATION_WINDOW)
                        .setAckBatchSize(0);
        sending = locator.createSessionFactory();
        receiving = locator.createSessionFactory();
        session = sending.createSession(true, true, 0);
        session.createQueue(
                QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST).setDurable(true));
        producer = session.createProducer(queue);
        ClientSession receiver = receiving.createSession(true, true, 0);
        receiver.createConsumer(queue)
                .setMessageHandler(
                        message -> {
                            acknowledge(message);
                            acknowledged.incrementAndGet();
                        });
        receiver.start();
    }

    private static void acknowledge(ClientMessage message) {
        try {
            message.individualAcknowledge();
        } catch (ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void send(Confirmation confirmation) throws ActiveMQException {
        ClientMessage message = session.createMessage(true);
        message.getBodyBuffer().writeBytes(payload);
        producer.send(message, sent -> confirmation.confirmed());
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
        locator.close();
    }
}
