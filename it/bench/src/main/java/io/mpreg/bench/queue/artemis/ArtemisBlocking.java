package io.mpreg.bench.queue.artemis;

import io.mpreg.bench.queue.Blocking;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** Sends to a queue of Artemis that nobody consumes; each send blocks until it is on the disk. */
final class ArtemisBlocking implements Blocking {

    private static final String QUEUE = "latency";

    private final ActiveMQServer server;
    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final ClientSession session;
    private final ClientProducer producer;
    private final byte[] payload;

    ArtemisBlocking(ActiveMQServer server, String url, int bytes) throws Exception {
        this.server = server;
        payload = new byte[bytes];
        locator = ActiveMQClient.createServerLocator(url).setBlockOnDurableSend(true);
        factory = locator.createSessionFactory();
        session = factory.createSession(true, true, 0);
        session.createQueue(
                QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST).setDurable(true));
        producer = session.createProducer(QUEUE);
    }

    @Override
    public void send() throws ActiveMQException {
        ClientMessage message = session.createMessage(true);
        message.getBodyBuffer().writeBytes(payload);
        producer.send(message);
    }

    @Override
    public void clear() throws Exception {
        server.locateQueue(QUEUE).deleteAllReferences();
    }

    @Override
    public void close() {
        factory.close();
        locator.close();
    }
}
