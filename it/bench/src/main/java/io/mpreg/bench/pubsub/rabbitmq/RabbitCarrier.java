package io.mpreg.bench.pubsub.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.mpreg.bench.pubsub.Carrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Messages that are not persistent over a topic exchange; a subscription is an exclusive queue, its
 * consumer acknowledges automatically, and those of a connection share a channel.
 */
final class RabbitCarrier implements Carrier {

    private static final String EXCHANGE = "bench";
    private static final String TOPIC = "bench.orders.created";
    private static final String PATTERN = "bench.*.created";
    private static final AMQP.BasicProperties NOTHING = new AMQP.BasicProperties();

    private final ConnectionFactory factory = new ConnectionFactory();
    private final List<Connection> connections = new ArrayList<>();
    private final Channel publisher;
    private final byte[] payload;

    RabbitCarrier(int port, int bytes, int subscribing, int each, IntConsumer received)
            throws Exception {
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        publisher = channel();
        publisher.exchangeDeclare(EXCHANGE, "topic", false, true, null);
        for (int c = 0; c < subscribing; c++) {
            Channel channel = channel();
            for (int s = 0; s < each; s++) {
                int receiver = c * each + s;
                String queue = channel.queueDeclare().getQueue();
                channel.queueBind(queue, EXCHANGE, PATTERN);
                channel.basicConsume(
                        queue, true, (tag, message) -> received.accept(receiver), tag -> {});
            }
        }
        payload = new byte[bytes];
        java.util.Arrays.fill(payload, (byte) 'x');
    }

    private Channel channel() throws Exception {
        Connection connection = factory.newConnection();
        connections.add(connection);
        return connection.createChannel();
    }

    @Override
    public void publish() throws IOException {
        publisher.basicPublish(EXCHANGE, TOPIC, NOTHING, payload);
    }

    @Override
    public void flush() {
        // The client sends at once.
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
