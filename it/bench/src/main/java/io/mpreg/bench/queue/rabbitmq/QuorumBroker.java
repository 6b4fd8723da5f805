package io.mpreg.bench.queue.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.mpreg.bench.queue.Broker;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A quorum queue with publisher confirms on one connection, and a consumer that acknowledges each
 * message on another.
 */
final class QuorumBroker implements Broker {

    private static final String QUEUE = "bench";
    private static final int PREFETCH = 1024;
    private static final int PERSISTENT = 2;
    private static final AMQP.BasicProperties KEPT =
            new AMQP.BasicProperties.Builder().deliveryMode(PERSISTENT).build();

    private final Connection sending;
    private final Connection receiving;
    private final Channel publisher;
    private final byte[] payload;
    private final NavigableMap<Long, Confirmation> unconfirmed = new ConcurrentSkipListMap<>();

    QuorumBroker(int port, int bytes, AtomicLong acknowledged) throws Exception {
        payload = new byte[bytes];
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        sending = factory.newConnection();
        receiving = factory.newConnection();
        publisher = sending.createChannel();
        publisher.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
        publisher.confirmSelect();
        publisher.addConfirmListener(
                (number, all) -> settle(number, all, true),
                (number, all) -> settle(number, all, false));
        Channel consumer = receiving.createChannel();
        consumer.basicQos(PREFETCH);
        consumer.basicConsume(
                QUEUE,
                false,
                (tag, message) -> {
                    consumer.basicAck(message.getEnvelope().getDeliveryTag(), false);
                    acknowledged.incrementAndGet();
                },
                tag -> {});
    }

    @Override
    public void send(Confirmation confirmation) throws IOException {
        unconfirmed.put(publisher.getNextPublishSeqNo(), confirmation);
        publisher.basicPublish("", QUEUE, KEPT, payload);
    }

    private void settle(long number, boolean all, boolean taken) {
        if (all) {
            NavigableMap<Long, Confirmation> settled = unconfirmed.headMap(number, true);
            while (!settled.isEmpty()) {
                tell(settled.pollFirstEntry().getValue(), taken);
            }
        } else {
            tell(unconfirmed.remove(number), taken);
        }
    }

    private static void tell(Confirmation confirmation, boolean taken) {
        if (taken) {
            confirmation.confirmed();
        } else {
            confirmation.failed(new IOException("the server has not taken the message"));
        }
    }

    @Override
    public void close() throws IOException {
        sending.close();
        receiving.close();
    }
}
